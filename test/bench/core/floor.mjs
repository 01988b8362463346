// The least that any implementation could do: the rules of today's date for the bench's questions, written out by
// hand as one switch, returning the same decision object. It knows no dates, no presets, no purposes but support, and
// validates nothing.
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Shared constants (sources, notes, ways) are taken from real decisions, so that both allocate alike. They are asked for
 * in the very shape of the bench's questions: the engine specialises decide() to the shapes it has seen.
 */
export function floorFrom(decide, AT) {
  const ask = (channel, age, { sender = 'human', sent = 0, out = false } = {}) =>
    decide({
      at: AT,
      channel,
      sender,
      purpose: 'support',
      window: {
        lastInboundAt: age === null ? null : AT - age * HOUR,
        opener: 'message',
        outboundSinceInbound: sent,
      },
      account: { humanAgentApproved: true },
      consent: { optedOut: out, blocked: false },
    });
  const parts = (d) => ({
    ways: d.ways,
    price: d.price,
    notes: d.notes,
    rule: d.rule,
    limits: d.limits,
    unlockedBy: d.unlockedBy,
  });
  const kinds = {};
  for (const channel of [
    'whatsapp',
    'messenger',
    'instagram',
    'viber',
    'wechat',
    'telegram',
    'line',
    'website_chat',
    'sms',
    'email',
    'tiktok',
  ]) {
    kinds[channel] = {
      open: parts(ask(channel, 0)),
      later: parts(ask(channel, 30)),
      closed: parts(ask(channel, 744)),
      never: parts(ask(channel, null)),
      used: parts(ask(channel, 1, { sent: 99 })),
      robot: parts(ask(channel, 30, { sender: 'automation' })),
      out: parts(ask(channel, 0, { out: true })),
    };
  }
  const { whatsapp, messenger, instagram, viber, wechat, telegram, line, website_chat, sms, email, tiktok } =
    kinds;

  const make = (channel, verdict, reason, k, closesAt, remaining, closedAt, staleAt) => ({
    channel,
    verdict,
    ways: k.ways,
    reason,
    closesAt,
    remaining,
    unlockedBy: k.unlockedBy,
    price: k.price,
    notes: k.notes,
    rule: k.rule,
    limits: k.limits,
    closedAt,
    staleAt,
  });
  const tagged = (channel, k, q, last) => {
    if (q.sender === 'human') {
      return q.account.humanAgentApproved && q.at < last + 7 * DAY
        ? make(
            channel,
            'restricted',
            'window_closed',
            k.later,
            last + 7 * DAY,
            null,
            last + DAY,
            last + 7 * DAY,
          )
        : make(channel, 'blocked', 'window_closed', k.closed, null, null, last + DAY, null);
    }
    return q.account.humanAgentApproved && q.at < last + 7 * DAY
      ? make(channel, 'blocked', 'sender_must_be_human', k.robot, null, null, last + DAY, last + 7 * DAY)
      : make(channel, 'blocked', 'window_closed', k.closed, null, null, last + DAY, null);
  };
  const counted = (channel, k, q, last, max) => {
    if (last === null) return make(channel, 'blocked', 'no_inbound_yet', k.never, null, null, null, null);
    const end = last + 2 * DAY;
    if (q.at >= end) return make(channel, 'blocked', 'window_closed', k.closed, null, null, end, null);
    const left = max - q.window.outboundSinceInbound;
    return left > 0
      ? make(channel, 'open', 'window_open', k.open, end, left, null, end)
      : make(channel, 'blocked', 'quota_exhausted', k.used, null, 0, null, end);
  };

  return function floor(q) {
    const { consent } = q;
    const last = q.window.lastInboundAt;
    const out = consent?.optedOut;
    switch (q.channel) {
      case 'whatsapp':
        if (out) return make('whatsapp', 'blocked', 'opted_out', whatsapp.out, null, null, null, null);
        if (last === null)
          return make('whatsapp', 'restricted', 'no_inbound_yet', whatsapp.never, null, null, null, null);
        return q.at < last + DAY
          ? make('whatsapp', 'open', 'window_open', whatsapp.open, last + DAY, null, null, last + DAY)
          : make('whatsapp', 'restricted', 'window_closed', whatsapp.closed, null, null, last + DAY, null);
      case 'messenger':
        if (out) return make('messenger', 'blocked', 'opted_out', messenger.out, null, null, null, null);
        if (last === null)
          return make('messenger', 'blocked', 'no_inbound_yet', messenger.never, null, null, null, null);
        return q.at < last + DAY
          ? make('messenger', 'open', 'window_open', messenger.open, last + DAY, null, null, last + DAY)
          : tagged('messenger', messenger, q, last);
      case 'instagram':
        if (out) return make('instagram', 'blocked', 'opted_out', instagram.out, null, null, null, null);
        if (last === null)
          return make('instagram', 'blocked', 'no_inbound_yet', instagram.never, null, null, null, null);
        return q.at < last + DAY
          ? make('instagram', 'open', 'window_open', instagram.open, last + DAY, null, null, last + DAY)
          : tagged('instagram', instagram, q, last);
      case 'viber':
        if (out) return make('viber', 'blocked', 'opted_out', viber.out, null, null, null, null);
        if (last === null)
          return make('viber', 'blocked', 'no_inbound_yet', viber.never, null, null, null, null);
        return q.at < last + DAY
          ? make('viber', 'open', 'window_open', viber.open, last + DAY, null, null, last + DAY)
          : make('viber', 'restricted', 'window_closed', viber.closed, null, null, last + DAY, null);
      case 'wechat':
        if (out) return make('wechat', 'blocked', 'opted_out', wechat.out, null, null, null, null);
        return counted('wechat', wechat, q, last, 5);
      case 'tiktok':
        if (out) return make('tiktok', 'blocked', 'opted_out', tiktok.out, null, null, null, null);
        return counted('tiktok', tiktok, q, last, 10);
      case 'telegram':
        if (out) return make('telegram', 'blocked', 'opted_out', telegram.out, null, null, null, null);
        if (last === null)
          return make('telegram', 'blocked', 'no_inbound_yet', telegram.never, null, null, null, null);
        return make('telegram', 'open', 'no_window', telegram.open, null, null, null, null);
      case 'line':
        if (out) return make('line', 'blocked', 'opted_out', line.out, null, null, null, null);
        return make('line', 'open', 'no_window', line.open, null, null, null, null);
      case 'website_chat':
        if (out)
          return make('website_chat', 'blocked', 'opted_out', website_chat.out, null, null, null, null);
        return make('website_chat', 'open', 'no_window', website_chat.open, null, null, null, null);
      case 'sms':
        if (out) return make('sms', 'blocked', 'opted_out', sms.out, null, null, null, null);
        return make('sms', 'open', 'no_window', sms.open, null, null, null, null);
      case 'email':
        return make('email', 'open', 'no_window', email.open, null, null, null, null);
      default:
        throw new Error(q.channel);
    }
  };
}
