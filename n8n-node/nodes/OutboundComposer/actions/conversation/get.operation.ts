import type { INodeProperties } from 'n8n-workflow';
import type { Run } from '../../run.js';
import { conversationFields, eachConversation } from './conversation.js';

export const description: INodeProperties[] = [...conversationFields];

export async function execute(run: Run): Promise<void> {
  await eachConversation(
    run,
    () => null,
    (id) => run.client.getConversation(id),
  );
}
