import { type AccountsDeps, addAccount } from '../../app/accounts/add-account.js';
import { checkAccount, NOT_ASKED } from '../../app/accounts/check-account.js';
import { AccountDefinition } from '../../app/accounts/definition.js';
import { removeAccount } from '../../app/accounts/remove-account.js';
import { webhookUrl } from '../../app/accounts/webhook-url.js';
import { requireAdministrator } from '../../app/administer.js';
import { channelAccountOf } from '../../app/channel-account-of.js';
import type { Actor } from '../../app/deps.js';
import { listChannelAccounts } from '../../app/list-channel-accounts.js';
import { ProblemError } from '../../app/problem.js';
import { contractRoute } from '../contract-route.js';
import { zodFieldErrors } from '../field-errors.js';
import type { App, HttpContext } from '../server.js';

/** Sender accounts: who sees them, and who may add their credentials. */
export function channelAccountRoutes(app: App, context: HttpContext): void {
  const { deps, workspace, publicUrl } = context;
  const changeBy = (actor: Actor) => ({
    workspaceId: actor.workspaceId,
    by: actor,
    at: new Date(deps.clock()),
  });
  app.route({
    ...contractRoute('listChannelAccounts'),
    handler: async ({ actor }) => ({ items: await listChannelAccounts(deps, actor) }),
  });
  app.route({
    ...contractRoute('addChannelAccount'),
    handler: async ({ actor, body }, reply) => {
      requireAdministrator(actor);
      const store = accountStore(context);
      const { check, ...given } = body;
      const definition = AccountDefinition.safeParse(given);
      if (!definition.success)
        throw new ProblemError('validation_failed', 'The account does not fit.', {
          errors: zodFieldErrors(definition.error, 'body'),
        });
      const added = await addAccount(store, changeBy(actor), definition.data, { check });
      const hears = store.adapters.get(definition.data.channel)?.webhook !== undefined && publicUrl !== null;
      const address = hears ? webhookUrl(publicUrl, workspace.name, definition.data.key) : null;
      return reply.code(201).send({ ...added, webhookUrl: address });
    },
  });
  app.route({
    ...contractRoute('checkChannelAccount'),
    handler: async ({ actor, params }) => {
      requireAdministrator(actor);
      const { id } = await channelAccountOf(deps, actor, params.id);
      const account = deps.accounts.get(id);
      return account ? checkAccount(account) : NOT_ASKED;
    },
  });
  app.route({
    ...contractRoute('removeChannelAccount'),
    handler: async ({ actor, params }) => {
      requireAdministrator(actor);
      const { key } = await channelAccountOf(deps, actor, params.id);
      return removeAccount(accountStore(context), changeBy(actor), key);
    },
  });
}

function accountStore({ accountStore: store }: HttpContext): AccountsDeps {
  if (store) return store;
  throw new ProblemError('unavailable', 'This gateway has no secret keys: OUTBOUND_SECRET_KEYS is not set.');
}
