// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the event stream as npm's eventsource does, and prints what it sees, one line each.
// Usage: stream.mjs URI, with the token in TICKETS_TOKEN
import { EventSource } from 'eventsource';

const [uri] = process.argv.slice(2);
const say = (...words) => console.log(words.join(' '));

const source = new EventSource(uri, {
  fetch: (address, options) => {
    say('connecting', options.headers['Last-Event-ID'] ?? '-');
    return fetch(address, {
      ...options,
      headers: { ...options.headers, Authorization: `Bearer ${process.env.TICKETS_TOKEN}` },
    });
  },
});
source.addEventListener('open', () => say('open'));
source.addEventListener('error', (event) => say('error', event.code ?? '-'));
source.addEventListener('changes', (event) => say('changes', event.lastEventId, event.data));
