import type { ChannelBoundaries } from './boundary.js';

/** Channels whose rules name no figure and no date. */
export const withoutLimits: readonly ChannelBoundaries[] = [
  {
    channel: 'website_chat',
    never: [{ rule: 'website_chat.window', answer: 'open no_window free_form; free own_channel' }],
    limits: [],
  },
  {
    channel: 'email',
    never: [{ rule: 'email.window', answer: 'open no_window free_form; unknown not_published' }],
    limits: [],
  },
  {
    channel: 'rcs',
    never: [{ rule: 'rcs.window', answer: 'open no_window free_form; paid per_message' }],
    limits: [],
  },
  {
    channel: 'apple_messages',
    never: [{ rule: 'apple_messages.conversation', answer: 'blocked no_inbound_yet' }],
    limits: [],
  },
  {
    channel: 'x',
    never: [{ rule: 'x.window', answer: 'open no_window free_form; unknown not_published' }],
    limits: [],
  },
  {
    channel: 'discord',
    never: [{ rule: 'discord.window', answer: 'open no_window free_form; unknown not_published' }],
    limits: [],
  },
  {
    channel: 'slack',
    never: [{ rule: 'slack.window', answer: 'open no_window free_form; unknown not_published' }],
    limits: [],
  },
];
