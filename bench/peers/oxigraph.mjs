// usage: node oxigraph.mjs DIR FILE.nt [QUESTION…]; needs oxigraph in DIR. The npm package keeps its store in memory, at
// most 4 GB of it, so it is loaded anew each time, and graphs of more than a few million triples do not fit.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

import {median, prefixes, questions} from './questions.mjs';

const [dir, file, ...only] = process.argv.slice(2);
const oxigraph = createRequire(path.resolve(dir) + '/')('oxigraph');
const store = new oxigraph.Store();
const heads = 'base <http://example.org/> ' +
  Object.entries(prefixes).map(([name, iri]) => `prefix ${name}: <${iri}> `).join('');

// In pieces that end with a line: one string would be too long for Node.js.
function load() {
  const begin = Date.now();
  const handle = fs.openSync(file, 'r');
  const piece = Buffer.alloc(64 << 20);
  let kept = 0;
  for (;;) {
    const got = fs.readSync(handle, piece, kept, piece.length - kept, null);
    if (got === 0) break;
    const end = piece.lastIndexOf(10, kept + got - 1) + 1;
    store.load(piece.toString('utf8', 0, end), {format: 'application/n-triples', no_transaction: true});
    piece.copy(piece, 0, end, kept + got);
    kept = kept + got - end;
  }
  console.error(`${store.size} triples, ${(Date.now() - begin) / 1000} s, ${process.memoryUsage().rss} bytes`);
}

function run(question) {
  const times = [];
  let answer;
  try {
    while (times.length < 7 && times.reduce((a, b) => a + b, 0) < 10000) {
      const begin = process.hrtime.bigint();
      const rows = store.query(heads + question.sparql);
      times.push(Number(process.hrtime.bigint() - begin) / 1e6);
      answer = rows.length === 1 ? rows[0].values().next().value.value : `${rows.length} rows`;
    }
    console.log([question.name, answer, median(times).toFixed(3)].join('\t'));
  } catch (error) {
    console.log([question.name, String(error.message).slice(0, 60), '-'].join('\t'));
  }
}

load();
for (const question of questions) {
  if (!only.length || only.includes(question.name)) run(question);
}
