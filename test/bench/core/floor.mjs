// The least that an implementation could do: the rules of today's date for the bench's questions, written out by hand as
// one switch, returning the same decision object. It knows no dates, no presets, no purposes but support, and validates
// nothing. Each decision is built anew, as whoever writes such a switch does; imported as `floor.mjs?shared` it hands
// out the same object for all questions whose answer holds no instant and no count, as decide() does.
const SHARED = import.meta.url.endsWith('?shared');
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
    whole: d,
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
  /** An answer without instant and count. */
  const fixed = SHARED
    ? (_channel, _verdict, _reason, k) => k.whole
    : (channel, verdict, reason, k) => make(channel, verdict, reason, k, null, null, null, null);
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
    if (last === null) return fixed(channel, 'blocked', 'no_inbound_yet', k.never);
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
        if (out) return fixed('whatsapp', 'blocked', 'opted_out', whatsapp.out);
        if (last === null) return fixed('whatsapp', 'restricted', 'no_inbound_yet', whatsapp.never);
        return q.at < last + DAY
          ? make('whatsapp', 'open', 'window_open', whatsapp.open, last + DAY, null, null, last + DAY)
          : make('whatsapp', 'restricted', 'window_closed', whatsapp.closed, null, null, last + DAY, null);
      case 'messenger':
        if (out) return fixed('messenger', 'blocked', 'opted_out', messenger.out);
        if (last === null) return fixed('messenger', 'blocked', 'no_inbound_yet', messenger.never);
        return q.at < last + DAY
          ? make('messenger', 'open', 'window_open', messenger.open, last + DAY, null, null, last + DAY)
          : tagged('messenger', messenger, q, last);
      case 'instagram':
        if (out) return fixed('instagram', 'blocked', 'opted_out', instagram.out);
        if (last === null) return fixed('instagram', 'blocked', 'no_inbound_yet', instagram.never);
        return q.at < last + DAY
          ? make('instagram', 'open', 'window_open', instagram.open, last + DAY, null, null, last + DAY)
          : tagged('instagram', instagram, q, last);
      case 'viber':
        if (out) return fixed('viber', 'blocked', 'opted_out', viber.out);
        if (last === null) return fixed('viber', 'blocked', 'no_inbound_yet', viber.never);
        return q.at < last + DAY
          ? make('viber', 'open', 'window_open', viber.open, last + DAY, null, null, last + DAY)
          : make('viber', 'restricted', 'window_closed', viber.closed, null, null, last + DAY, null);
      case 'wechat':
        if (out) return fixed('wechat', 'blocked', 'opted_out', wechat.out);
        return counted('wechat', wechat, q, last, 5);
      case 'tiktok':
        if (out) return fixed('tiktok', 'blocked', 'opted_out', tiktok.out);
        return counted('tiktok', tiktok, q, last, 10);
      case 'telegram':
        if (out) return fixed('telegram', 'blocked', 'opted_out', telegram.out);
        if (last === null) return fixed('telegram', 'blocked', 'no_inbound_yet', telegram.never);
        return fixed('telegram', 'open', 'no_window', telegram.open);
      case 'line':
        if (out) return fixed('line', 'blocked', 'opted_out', line.out);
        return fixed('line', 'open', 'no_window', line.open);
      case 'website_chat':
        if (out) return fixed('website_chat', 'blocked', 'opted_out', website_chat.out);
        return fixed('website_chat', 'open', 'no_window', website_chat.open);
      case 'sms':
        if (out) return fixed('sms', 'blocked', 'opted_out', sms.out);
        return fixed('sms', 'open', 'no_window', sms.open);
      case 'email':
        return fixed('email', 'open', 'no_window', email.open);
      default:
        throw new Error(q.channel);
    }
  };
}
