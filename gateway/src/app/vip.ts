/** A contact with this tag counts as VIP. */
export const VIP_TAG = 'vip';

/** Why a contact counts as VIP, or null. */
export function vipOf({ tags }: { readonly tags: readonly string[] }): { reason: string } | null {
  const tag = tags.find((one) => one.toLowerCase() === VIP_TAG);
  return tag === undefined ? null : { reason: `Tag "${tag}"` };
}
