import { z } from 'zod';
import { AddChannelAccount, AddedChannelAccount, ChannelAccount, ChannelAccountCheck } from './account.js';
import { Id } from './primitives.js';

const byId = z.object({ id: Id });
const path = '/v1/channel-accounts';

/** Sender accounts; all but the list are for API keys, owners and managers. Part of `ROUTES`. */
export const ACCOUNT_ROUTES = {
  listChannelAccounts: {
    method: 'GET',
    path,
    summary: 'Our sender accounts',
    response: { 200: z.object({ items: z.array(ChannelAccount) }) },
  },
  addChannelAccount: {
    method: 'POST',
    path,
    summary: 'Add a sender account, or replace one that was added, once the provider accepts its credentials',
    body: AddChannelAccount,
    response: { 201: AddedChannelAccount },
  },
  checkChannelAccount: {
    method: 'POST',
    path: `${path}/:id/check`,
    summary: 'Ask the provider whether an account’s credentials are good; nothing is sent to anybody',
    params: byId,
    response: { 200: ChannelAccountCheck },
  },
  removeChannelAccount: {
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Forget the credentials of an account that was added; its history stays',
    params: byId,
    response: { 200: z.object({ id: Id }) },
  },
} as const;
