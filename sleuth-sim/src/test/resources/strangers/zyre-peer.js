// A peer of another family: zyre.js underneath, and sleuth's requests and answers made by hand on top.
//
//   node zyre-peer.js INTERFACE [OPTIONS-AS-JSON]
//
// Options go to zyre.js; "offers" names a service to offer, and "echo" is what its answers begin with. Prints a line for
// each thing that happens. On standard input: "ask ID METHOD URL BODY" sends a request, "ping ID" a PING, "bye" ends it.
'use strict';

const readline = require('readline');
const zlib = require('zlib');
const Zyre = require('zyre.js');
const ZreMsg = require('zyre.js/lib/zre_msg');

const GROUP = 'SLEUTH-v1';
const REQUEST = `${GROUP}REPL`;
const ANSWER = `${GROUP}RECV`;

const { offers, ...options } = JSON.parse(process.argv[3] || '{}');
const headers = {};
const zyre = Zyre.new({ ...options, iface: process.argv[2], headers });
const self = zyre.getIdentity().toUpperCase();
let handles = 0;

const say = (...words) => console.log(words.join(' '));
const pack = (kind, message) => Buffer.concat([Buffer.from(kind), zlib.gzipSync(JSON.stringify(message))]);

function whispered(from, content) {
  const kind = content.toString('latin1', 0, REQUEST.length);
  const message = JSON.parse(zlib.gunzipSync(content.subarray(REQUEST.length)));
  const body = Buffer.from(message.body || '', 'base64').toString();
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

function obey(line) {
  const [command, id, method, url, body] = line.split(' ');
  if (command === 'ask') {
    const handle = (handles++).toString(16);
    zyre.whisper(id.toLowerCase(), pack(REQUEST, {
      body: Buffer.from(body).toString('base64'), destination: self, handle, header: {}, method, url,
    }));
  } else if (command === 'ping') {
    zyre._zyrePeers.getPeer(id.toLowerCase()).send(new ZreMsg(ZreMsg.PING));
  } else {
    zyre.stop().then(() => process.exit(0));
  }
}

if (offers) {
  Object.assign(headers, { group: GROUP, node: self, type: offers, version: '0.1' });
}
zyre.setEncoding('raw');
zyre.on('connect', (id, name, its) => say('connect', id.toUpperCase(), name, JSON.stringify(its)));
zyre.on('disconnect', (id) => say('disconnect', id.toUpperCase()));
zyre.on('expired', (id) => say('expired', id.toUpperCase()));
zyre.on('join', (id, name, group) => say('join', id.toUpperCase(), group));
zyre.on('leave', (id, name, group) => say('leave', id.toUpperCase(), group));
zyre.on('whisper', (id, name, content) => whispered(id, content));
zyre.start().then(() => {
  zyre.join(GROUP);
  say(self, 'is up');
  readline.createInterface({ input: process.stdin }).on('line', obey);
});
