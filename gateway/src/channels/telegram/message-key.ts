/** Telegram numbers messages anew in every chat, so a message is named by both. */
export function messageKey(chatId: number, messageId: number): string {
  return `${chatId}:${messageId}`;
}
