import { HOUR, MINUTE } from '../../src/policy/ask.test.util.js';
import { after, type Boundary, begins, type ChannelBoundaries, lasts, most } from './boundary.js';

const OPEN = 'open window_open free_form; unknown not_published';
const CLOSED = 'blocked window_closed';
const USED = 'blocked quota_exhausted';
const inTime: Boundary['answers'] = [OPEN, CLOSED, CLOSED];
const inNumber: Boundary['answers'] = [OPEN, USED, USED];
const in2022 = { at: Date.UTC(2022, 11, 1) };

export const wechat: ChannelBoundaries = {
  channel: 'wechat',
  never: [
    { rule: 'wechat.window', asks: in2022, answer: 'blocked no_inbound_yet' },
    { rule: 'wechat.window.2023-06', answer: 'blocked no_inbound_yet' },
  ],
  limits: [
    lasts('wechat.window', 'message', 48 * HOUR, inTime, in2022),
    most('wechat.window', 'message', 20, inNumber, in2022),
    lasts('wechat.window', 'menu', MINUTE, inTime, in2022),
    most('wechat.window', 'menu', 3, inNumber, in2022),
    lasts('wechat.window', 'follow', MINUTE, inTime, in2022),
    most('wechat.window', 'follow', 3, inNumber, in2022),
    lasts('wechat.window', 'qr', MINUTE, inTime, in2022),
    most('wechat.window', 'qr', 3, inNumber, in2022),
    begins('wechat.window.2023-06', Date.UTC(2023, 5, 12), (at) => after(HOUR, 'message', { at }, 5), [
      OPEN,
      USED,
    ]),
    lasts('wechat.window.2023-06', 'message', 48 * HOUR, inTime),
    most('wechat.window.2023-06', 'message', 5, inNumber),
    lasts('wechat.window.2023-06', 'menu', MINUTE, inTime),
    most('wechat.window.2023-06', 'menu', 3, inNumber),
    lasts('wechat.window.2023-06', 'follow', MINUTE, inTime),
    most('wechat.window.2023-06', 'follow', 3, inNumber),
    lasts('wechat.window.2023-06', 'qr', MINUTE, inTime),
    most('wechat.window.2023-06', 'qr', 3, inNumber),
    lasts('wechat.window.2023-06', 'payment', 48 * HOUR, inTime),
  ],
};
