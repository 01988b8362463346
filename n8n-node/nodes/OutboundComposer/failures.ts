import { GatewayProblem } from '@outbound-composer/core/client';
import type { FieldError } from '@outbound-composer/core/contract';
import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

/** A field that the builder filled in wrongly, seen before any request. */
export class FieldFault extends Error {
  override readonly name = 'FieldFault';

  constructor(
    /** As the editor shows it. */
    readonly field: string,
    /** Ends the sentence that begins with the field: "is empty". */
    fault: string,
    /** What to do next. */
    readonly remedy: string,
  ) {
    super(`${field} ${fault}`);
  }
}

/** Nothing answered at the gateway's address. */
export function noAnswerWords(origin: string, cause: string): { message: string; description: string } {
  return {
    message: `The gateway at ${origin} did not answer`,
    description: `${sentence(cause)} Check the Gateway URL in the credential, and that the gateway is running. Nothing is sent twice when you try again.`,
  };
}

/** What to do about a problem of the gateway; where it is missing, the gateway's own sentence has to do. */
const REMEDIES: Partial<Record<GatewayProblem['code'], string>> = {
  not_a_gateway: 'Check the Gateway URL in the credential: it must be the gateway itself, without a path.',
  route_not_found: 'Check the Gateway URL in the credential, and that the gateway is as new as this node.',
  token_missing: 'Enter the API Key in the credential.',
  token_invalid: 'Enter a valid API Key in the credential; keys are made with "gateway keys create".',
  token_expired: 'Enter a new API Key in the credential.',
  contact_not_found: 'The contact may have been deleted or merged. Search for it with Contact > Search.',
  contact_ambiguous: 'Name the contact by its ID, or merge the duplicates.',
  conversation_not_found:
    'Take the conversation ID from Contact > Get, or choose the conversation by its contact.',
  message_not_found: 'Take the message ID from the output of Message > Send Follow-Up.',
  template_not_found: 'Choose the template from the list; it may have been deleted or renamed.',
  channel_account_not_found: 'Choose the sender account from the list.',
  agent_not_found: 'Choose the agent from the list. The gateway knows agents who have signed in once.',
  takeover_required: 'Turn on the option Take Over to write all the same; it is recorded.',
  text_too_long: 'Shorten the text, or choose a channel that takes longer ones.',
  variable_missing: 'Fill in every variable of the template.',
  variable_invalid: 'Correct the value of that variable.',
  template_not_approved: 'Wait until the provider has approved the template, or choose another one.',
  template_mismatch: 'Choose a template of the same channel and sender account.',
  idempotency_key_reused: 'This run already sent another message for this item. Start a new execution.',
  validation_failed: 'Correct this field, or the expression in it.',
  unknown_channel: 'Choose a channel from the list.',
  rate_limited: 'Set a smaller Batch Size or a longer Batch Interval under Options.',
  payload_too_large: 'Set a smaller Batch Size under Options, or shorten the text.',
  internal: 'Try again later; nothing is sent twice. The gateway’s log says what broke.',
  webhook_url_refused:
    'The gateway calls public https addresses. Set WEBHOOK_URL of n8n to one, or let the gateway’s operator add this address to webhooks.allowPrivateUrls.',
  unavailable: 'Try again later, or turn on Retry On Fail in the node’s settings; nothing is sent twice.',
};

/** Where the gateway's own words are for callers of its API: the same for the editor. */
const HEADLINES: Partial<Record<GatewayProblem['code'], string>> = {
  contact_not_found: 'Contact was not found',
  conversation_not_found: 'Conversation was not found',
  message_not_found: 'Message ID was not found',
  template_not_found: 'Template was not found',
  channel_account_not_found: 'Sender Account was not found',
  agent_not_found: 'Agent was not found',
  takeover_required: 'Conversation belongs to another agent',
};

const BEFORE_THE_GATEWAY =
  'A proxy in front of the gateway seems to have answered in its place. Try again later; nothing is sent twice.';

/** Request paths, as the editor calls them. */
const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^contact$/, 'Contact'],
  [/^channel$/, 'Channel'],
  [/^channelAccountId$/, 'Sender Account'],
  [/^purpose$/, 'Purpose'],
  [/^content\.text$/, 'Text'],
  [/^content\.subject$/, 'Subject'],
  [/^content\.templateId$/, 'Template'],
  [/^content\.variables$/, 'Template Variables'],
  [/^reopenReason$|^reason$/, 'Reopen Reason'],
  [/^category$/, 'Category'],
  [/^summary$/, 'Note'],
  [/^assignee$/, 'Agent'],
  [/^takeOver$/, 'Take Over'],
  [/^question$/, 'Question'],
  [/^answeredFrom$/, 'Answered Since'],
  [/^id$/, 'ID'],
  [/^q$/, 'Search'],
  [/^tag$/, 'Tags'],
  [/^country$/, 'Country'],
  [/^email$/, 'Email'],
  [/^phone$/, 'Phone'],
  [/^external(\..+)?$/, 'External ID'],
  [/^firstName$/, 'First Name'],
  [/^lastName$/, 'Last Name'],
  [/^language$/, 'Language'],
  [/^timeZone$/, 'Time Zone'],
  [/^lifecycle$/, 'Lifecycle'],
  [/^owner$/, 'Owner'],
  [/^addTags/, 'Add Tags'],
  [/^removeTags/, 'Remove Tags'],
  [/^customFields/, 'Custom Fields'],
];

/** `content.variables.first_name` as "Template Variables > first_name". */
function fieldName(path: string): string {
  const plain = path.replace(/\[(\w+)\]/g, '.$1').replace(/^(?:body\.)?(?:items\.\d+\.)?/, '');
  const variable = /^content\.variables\.(.+)$/.exec(plain)?.[1];
  if (variable !== undefined) return `Template Variables > ${variable}`;
  return FIELDS.find(([pattern]) => pattern.test(plain))?.[1] ?? plain;
}

/**
 * Any failure as the error that n8n shows: what is wrong and where, and below it what to do next.
 *
 * @param itemIndex The input item it belongs to; left out where there are no items, as in a trigger.
 */
export function nodeError(
  error: unknown,
  node: INode,
  itemIndex?: number,
): NodeApiError | NodeOperationError {
  const where = itemIndex === undefined ? {} : { itemIndex };
  if (error instanceof NodeApiError || error instanceof NodeOperationError) {
    if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
    return error;
  }
  if (error instanceof FieldFault)
    return new NodeOperationError(node, error.message, { ...where, description: error.remedy });
  if (error instanceof GatewayProblem) return problemError(error, node, where);
  return new NodeOperationError(node, error instanceof Error ? error : String(error), where);
}

/** Throws what goes wrong outside of items, in a list of the editor or a trigger, in the same words as a run. */
export async function inWords<T>(context: { getNode(): INode }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw nodeError(error, context.getNode());
  }
}

function problemError(problem: GatewayProblem, node: INode, where: { itemIndex?: number }): NodeApiError {
  const { message, description } = wordsOf(problem);
  return new NodeApiError(
    node,
    { code: problem.code },
    { message, description, httpCode: String(problem.status), ...where },
  );
}

/** What is wrong, and what to do next. */
function wordsOf({ code, status, detail, errors }: GatewayProblem): {
  message: string;
  description: string;
} {
  const headline = HEADLINES[code];
  const [first, ...others] = headline === undefined ? errors : [];
  const message = headline ?? (first ? aboutField(first) : detail);
  // In a batch the gateway begins with the place in the request, which says nothing in the editor.
  const plain = detail.replace(/^[\w.]+: /, '');
  const repeats = plain === message || errors.some((one) => plain.includes(one.message));
  const description = [
    ...(first?.expected ? [`Expected ${first.expected}`] : []),
    ...others.map(aboutField),
    ...(repeats ? [] : [plain]),
    code === 'not_a_gateway' && status >= 500
      ? BEFORE_THE_GATEWAY
      : (REMEDIES[code] ?? `Problem code: ${code}`),
  ];
  return { message, description: description.map(sentence).join(' ') };
}

/** The gateway's words on a field begin with a verb ("is missing") wherever it can. */
function aboutField({ field, message }: FieldError): string {
  const goesOn = /^(?:is|has|must|needs|holds|fits|cannot|does)\b/.test(message);
  return `${fieldName(field)}${goesOn ? '' : ':'} ${message}`;
}

/** What to do about a problem, or nothing where the gateway's own sentence has to do. */
export function remedyOf(code: GatewayProblem['code']): string {
  return REMEDIES[code] ?? '';
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
