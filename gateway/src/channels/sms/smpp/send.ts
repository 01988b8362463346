import type { PDU, Session } from 'smpp';
import type { Outbound, SendOutcome } from '../../adapter.js';
import { type ErrorRow, failureFrom, outcomeFrom } from '../../error-table.js';
import { tooManySegments } from '../segments.js';
import { toSmpp } from './address.js';
import { PARTLY_TAKEN, statusRow } from './errors.js';
import { BindError, type SmppLink } from './link.js';
import { partsOf } from './parts.js';

/** `esm_class`: the text begins with a user data header. SMPP 3.4, 5.2.12 */
const UDH = 0x40;
/** `registered_delivery`: a receipt, however it ends. SMPP 3.4, 5.2.17 */
const RECEIPT = 1;

type Submitted =
  | { readonly answer: PDU }
  | { readonly lost: 'timeout' | 'closed' | 'stopped' | 'not_written' };

/**
 * submit_sm, SMPP 3.4, 4.4.1. The parts of a long text go one after another; a receipt is asked for the last of
 * them, whose id is the message's.
 */
export async function sendSmpp(link: SmppLink, message: Outbound, signal: AbortSignal): Promise<SendOutcome> {
  const { settings } = link;
  const { text } = message.content;
  const refused = tooManySegments(text, settings.maxSegments);
  if (refused) return refused;
  if (signal.aborted) return retry('cancelled', 'The gateway stopped before sending.', null);

  const deadline = Date.now() + settings.timeoutMs;
  let session: Session;
  try {
    session = await link.session();
  } catch (error) {
    if (!(error instanceof BindError)) throw error;
    if (error.status !== null) return outcomeFrom(statusRow(error.status), hex(error.status), null);
    return retry('provider_unreachable', 'The carrier’s message centre cannot be reached.', codeOf(error));
  }
  if (signal.aborted) return retry('cancelled', 'The gateway stopped before sending.', null);

  // The last byte of our id tells messages to the same phone apart, also when one is sent again.
  const { dataCoding, parts } = partsOf(text, Number.parseInt(message.messageId.slice(-2), 16) || 0);
  const to = toSmpp(message.to);
  const from = toSmpp(settings.from);
  let lastId = '';
  for (const [index, part] of parts.entries()) {
    const submitted = await submit(
      session,
      {
        source_addr_ton: from.ton,
        source_addr_npi: from.npi,
        source_addr: from.addr,
        dest_addr_ton: to.ton,
        dest_addr_npi: to.npi,
        destination_addr: to.addr,
        esm_class: parts.length > 1 ? UDH : 0,
        data_coding: dataCoding,
        registered_delivery: index === parts.length - 1 ? RECEIPT : 0,
        short_message: part,
      },
      { signal, timeoutMs: deadline - Date.now() },
    );
    if ('lost' in submitted) {
      if (submitted.lost === 'not_written' && index === 0)
        return retry('provider_unreachable', 'The connection to the carrier was gone.', null);
      return unknown(submitted.lost);
    }
    const { command_status: status, message_id = '' } = submitted.answer;
    if (status !== 0) return outcomeFrom(index === 0 ? statusRow(status) : PARTLY_TAKEN, hex(status), null);
    lastId = message_id;
  }
  return { outcome: 'accepted', providerId: receiptId(lastId, settings.receiptIds) || message.messageId };
}

/** Writes once and waits for the answer; a connection that breaks in between leaves it unknown. */
function submit(
  session: Session,
  fields: Readonly<Record<string, unknown>>,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Submitted> {
  return new Promise((resolve) => {
    const end = (result: Submitted) => {
      clearTimeout(timer);
      session.off('close', onClose);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const onClose = () => end({ lost: 'closed' });
    const onAbort = () => end({ lost: 'stopped' });
    const timer = setTimeout(() => end({ lost: 'timeout' }), Math.max(0, timeoutMs));
    session.once('close', onClose);
    signal.addEventListener('abort', onAbort, { once: true });
    if (!session.submit_sm(fields, (answer) => end({ answer }))) end({ lost: 'not_written' });
  });
}

/** The id as receipts will name it. */
export function receiptId(id: string, written: 'same' | 'decimal'): string {
  return written === 'decimal' && /^[0-9a-f]+$/i.test(id) ? BigInt(`0x${id}`).toString() : id;
}

function hex(status: number): string {
  return `0x${status.toString(16).padStart(8, '0')}`;
}

function codeOf(error: BindError): string | null {
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

function retry(
  reason: 'cancelled' | 'provider_unreachable',
  message: string,
  code: string | null,
): SendOutcome {
  const row: ErrorRow = { outcome: 'retry', reason, message, remedy: null, retriable: true, source: null };
  return { outcome: 'retry', failure: failureFrom(row, code), afterMs: null };
}

function unknown(why: 'timeout' | 'closed' | 'stopped' | 'not_written'): SendOutcome {
  const message =
    why === 'timeout'
      ? 'The carrier did not answer in time; nobody can tell whether the message went out.'
      : 'The connection broke before the carrier answered; nobody can tell whether the message went out.';
  return {
    outcome: 'unknown',
    failure: {
      reason: 'no_answer',
      message,
      remedy: 'Ask the customer before sending it again.',
      retriable: true,
      providerCode: why,
    },
  };
}
