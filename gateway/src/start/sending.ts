import { PURPOSES } from '@outbound-composer/core';
import { z } from 'zod';
import { MAX_BYTES } from '../app/attachment-rules.js';
import type { SendingRules } from '../app/sending-rules.js';
import { isTimeZone, zoneOfCountry } from '../app/time-zone.js';

/** As much as any channel takes. A file is in memory as a whole while it is handed over. */
const MOST_BYTES = 100 * 1024 * 1024;

/** What the configuration of a workspace says about sending. */
export const sendingConfig = {
  /** Whose wall clock is meant where nothing is known of the recipient's. Default: that of `defaultCountry`. */
  timeZone: z
    .string()
    .refine(isTimeZone, { error: 'expected an IANA time zone such as Europe/Berlin' })
    .optional(),
  /** How long a message of an agent waits, so that it can be taken back. */
  undoSeconds: z.number().min(0).max(300).default(0),
  attachments: z
    .strictObject({
      /** The largest file that is taken; a channel may take less. */
      maxBytes: z.int().min(1).max(MOST_BYTES).default(MAX_BYTES),
      /** Signs the links that providers fetch files by. Default: the secret of the agents' tokens. */
      linkSecret: z.string().min(32, { error: 'expected at least 32 characters' }).optional(),
    })
    .prefault({}),
  /** At most so many messages in so many days to one contact, over all channels. */
  frequencyCap: z
    .strictObject({
      messages: z.int().positive().max(1000),
      days: z.number().positive().max(365),
      /** Which messages are counted, and refused once there are enough. */
      purposes: z
        .array(z.enum(PURPOSES))
        .min(1)
        .default([...PURPOSES]),
    })
    .optional(),
};

interface Configured {
  readonly defaultCountry: string;
  readonly timeZone?: string | undefined;
  readonly undoSeconds: number;
  readonly frequencyCap?: SendingRules['frequencyCap'] | undefined;
}

export const sendingRules = ({
  defaultCountry,
  timeZone,
  undoSeconds,
  frequencyCap,
}: Configured): SendingRules => ({
  timeZone: timeZone ?? zoneOfCountry(defaultCountry) ?? 'Etc/UTC',
  undoMs: undoSeconds * 1000,
  frequencyCap: frequencyCap ?? null,
});
