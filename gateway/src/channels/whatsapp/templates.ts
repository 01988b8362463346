import { type Account, type ProviderTemplate, ProviderUnavailableError } from '../adapter.js';
import { listMetaTemplates } from '../meta/templates.js';
import { whatsAppError } from './errors.js';
import type { WhatsAppSettings } from './settings.js';

/**
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
 * @throws ProviderUnavailableError
 */
export async function listWhatsAppTemplates(
  { settings }: Account<WhatsAppSettings>,
  signal: AbortSignal,
): Promise<ProviderTemplate[]> {
  const { businessAccountId } = settings;
  if (businessAccountId === undefined) {
    throw new ProviderUnavailableError('businessAccountId is missing in the settings of this account');
  }
  return listMetaTemplates(settings, businessAccountId, whatsAppError, signal);
}
