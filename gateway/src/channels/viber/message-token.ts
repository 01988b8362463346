/**
 * Viber's message tokens are 64-bit numbers, more than a number of JavaScript holds, so they become text before the
 * JSON is read. Inside a text the quotes around the name would be escaped, so nothing else is touched.
 */
export function withTextTokens(json: string): string {
  return json.replace(/("message_token"\s*:\s*)(\d+)/g, '$1"$2"');
}
