// A peer of another family: zyre.js underneath, and sleuth's requests and answers made by hand on top.
//
//   node zyre-peer.js INTERFACE [OPTIONS-AS-JSON]
//
// Options go to zyre.js; "offers" names a service to offer. Prints a line for each thing that happens. On standard input:
// "ask ID METHOD URL BODY" sends a request, "flood ID COUNT URL" so many of them, "leave" and "join" are about our group,
// "bye" ends it.
'use strict';

const readline = require('readline');
const zlib = require('zlib');
const Zyre = require('zyre.js');

const GROUP = 'SLEUTH-v1';
const REQUEST = `${GROUP}REPL`;
const ANSWER = `${GROUP}RECV`;

const { offers, ...options } = JSON.parse(process.argv[3] || '{}');
const headers = {};
const zyre = Zyre.new({ ...options, iface: process.argv[2], headers });
const self = zyre.getIdentity().toUpperCase();
const AT_ONCE = 64;
const LOOK = 5;
let handles = 0;
let flood = { left: 0 };

const say = (...words) => console.log(words.join(' '));
const pack = (kind, message) => Buffer.concat([Buffer.from(kind), zlib.gzipSync(JSON.stringify(message))]);

function whispered(from, content) {
  const kind = content.toString('latin1', 0, REQUEST.length);
  const message = JSON.parse(zlib.gunzipSync(content.subarray(REQUEST.length)));
  const body = Buffer.from(message.body || '', 'base64').toString();
  if (kind === ANSWER && flood.id === from) {
    more();
    return;
  }
  if (kind === ANSWER) {
    say('answer', message.handle, message.code, body);
    return;
  }
  say('request', message.method, message.url, body, 'from', message.destination);
  zyre.whisper(from, pack(ANSWER, {
    body: Buffer.from(`zyre.js heard ${body}`).toString('base64'),
    code: 200,
    handle: message.handle,
    header: { 'X-Family': ['zyre.js'] },
  }));
}

function ask(id, method, url, body) {
  const handle = (handles++).toString(16);
  zyre.whisper(id, pack(REQUEST, {
    body: Buffer.from(body).toString('base64'), destination: self, handle, header: {}, method, url,
  }));
}

// The next of a flood, as each is answered.
function more() {
  if (flood.left > 0) {
    flood.left--;
    ask(flood.id, 'GET', flood.url, '');
  } else {
    flood = { left: 0 };
  }
}

function obey(line) {
  const [command, id, ...words] = line.split(' ');
  if (command === 'ask') {
    ask(id.toLowerCase(), ...words);
  } else if (command === 'flood') {
    flood = { id: id.toLowerCase(), left: Number(words[0]), url: words[1] };
    for (let i = 0; i < AT_ONCE; i++) more();
  } else if (command === 'leave' || command === 'join') {
    zyre[command](GROUP);
  } else if (command === 'bye') {
    zyre.stop().then(() => process.exit(0));
  } else {
    say('cannot', line);
  }
}

// zyre.js tells whether a peer is evasive (it has sent it a PING, and heard nothing since) to those who ask.
const evasive = new Set();
function look() {
  for (const [id, peer] of Object.entries(zyre.getPeers())) {
    if (peer.evasive && !evasive.has(id)) {
      evasive.add(id);
      say('evasive', id.toUpperCase());
    } else if (!peer.evasive && evasive.delete(id)) {
      say('answers', id.toUpperCase());
    }
  }
}

if (offers) {
  Object.assign(headers, { group: GROUP, node: self, type: offers, version: '0.1' });
}
zyre.setEncoding('raw');
zyre.on('connect', (id, name, its) => {
  say('connect', id.toUpperCase(), zyre.getPeer(id).endpoint, JSON.stringify(its));
});
zyre.on('disconnect', (id) => say('disconnect', id.toUpperCase()));
zyre.on('expired', (id) => say('expired', id.toUpperCase()));
zyre.on('join', (id, name, group) => say('join', id.toUpperCase(), group));
zyre.on('leave', (id, name, group) => say('leave', id.toUpperCase(), group));
zyre.on('whisper', (id, name, content) => whispered(id, content));
zyre.start().then(() => {
  zyre.join(GROUP);
  setInterval(look, LOOK);
  say(self, 'is up');
  readline.createInterface({ input: process.stdin }).on('line', obey);
});
