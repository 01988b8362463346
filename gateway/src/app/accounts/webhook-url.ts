/** Where the provider of an account reports to, ready to be pasted; without PUBLIC_URL its first part is missing. */
export function webhookUrl(publicUrl: string | null | undefined, workspace: string, key: string): string {
  return `${publicUrl?.replace(/\/+$/, '') ?? '<PUBLIC_URL>'}/webhooks/${workspace}/${key}`;
}
