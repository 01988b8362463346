import { randomBytes } from 'node:crypto';
import type { Deps } from './deps.js';

/** What the operator says about files. */
export interface AttachmentRules {
  /** The largest that is taken; a channel may take less. */
  readonly maxBytes: number;
  /** Where the gateway is reached from outside, without a trailing slash; null: unknown. */
  readonly publicUrl: string | null;
  /** Signs links to files; the same in all processes of a workspace. */
  readonly linkSecret: string;
}

export const MAX_BYTES = 16 * 1024 * 1024;

/** Links are good in this process alone. */
const DEFAULT_RULES: AttachmentRules = {
  maxBytes: MAX_BYTES,
  publicUrl: null,
  linkSecret: randomBytes(32).toString('hex'),
};

export const attachmentRules = ({ attachments = DEFAULT_RULES }: Deps): AttachmentRules => attachments;
