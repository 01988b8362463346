import type { Message } from '@outbound-composer/core/contract';
import { messageOut } from '../store/messages.js';
import { reachableContacts } from './access.js';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';

export interface GetMessage {
  readonly actor: Actor;
  readonly messageId: string;
}

/** @throws ProblemError `message_not_found`, also when its contact is out of the actor's reach */
export async function getMessage({ db }: Deps, { actor, messageId }: GetMessage): Promise<Message> {
  const row = await db
    .selectFrom('message')
    .innerJoin('contact', (join) =>
      join
        .onRef('contact.workspace_id', '=', 'message.workspace_id')
        .onRef('contact.id', '=', 'message.contact_id'),
    )
    .where('message.workspace_id', '=', actor.workspaceId)
    .where('message.id', '=', messageId)
    .where(reachableContacts(actor))
    .selectAll('message')
    .executeTakeFirst();
  if (!row) throw new ProblemError('message_not_found', 'There is no message with this id within reach.');
  return messageOut(row);
}
