import type { TwilioSettings } from './settings.js';

/** For `authorization: Basic`, https://www.twilio.com/docs/usage/requests-to-twilio#credentials */
export function credentials({ accountSid, authToken, apiKey }: TwilioSettings): string {
  const [user, password] = apiKey ? [apiKey.sid, apiKey.secret] : [accountSid, authToken];
  return Buffer.from(`${user}:${password}`).toString('base64');
}
