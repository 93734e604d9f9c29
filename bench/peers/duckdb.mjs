// usage: node duckdb.mjs DIR load | node duckdb.mjs DIR run [QUESTION…]; needs @duckdb/node-api beside it or in DIR.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

import {median, questions, termOf} from './questions.mjs';

const [dir, command, ...only] = process.argv.slice(2);
const require = createRequire(path.resolve(dir) + '/');
const {DuckDBInstance} = require('@duckdb/node-api');
const file = path.join(dir, 'graph.duckdb');
if (command === 'load') fs.rmSync(file, {force: true});
const instance = await DuckDBInstance.create(file, {threads: '2', memory_limit: '6GB'});
const db = await instance.connect();

async function sql(question) {
  let text = question.sql;
  for (const place of question.sql.matchAll(/\{([^}]*)\}/g)) {
    const found = await db.runAndReadAll(`select id from terms where term = '${termOf(place[1])}'`);
    text = text.replace(place[0], found.getRows()[0][0]);
  }
  return text;
}

async function load() {
  const begin = Date.now();
  await db.run(`create table terms as select * from read_csv('${dir}/terms.tsv', delim='\t', header=false, quote='',
    escape='', columns={'id': 'INTEGER', 'term': 'VARCHAR', 'num': 'BIGINT'})`);
  await db.run(`create table t as select distinct s, p, o from read_csv('${dir}/triples.tsv', delim='\t', header=false,
    columns={'s': 'INTEGER', 'p': 'INTEGER', 'o': 'INTEGER'}) order by p, s, o`);
  await db.run('checkpoint');
  console.log(`${(Date.now() - begin) / 1000} s, ${fs.statSync(file).size} bytes`);
}

async function run(question) {
  const text = await sql(question);
  const times = [];
  let answer;
  while (times.length < 7 && times.reduce((a, b) => a + b, 0) < 10000) {
    const begin = process.hrtime.bigint();
    const rows = await db.runAndReadAll(text);
    times.push(Number(process.hrtime.bigint() - begin) / 1e6);
    answer = rows.currentRowCount === 1 ? rows.getRows()[0][0] : `${rows.currentRowCount} rows`;
  }
  console.log([question.name, answer, median(times).toFixed(3)].join('\t'));
}

if (command === 'load') {
  await load();
} else {
  for (const question of questions) {
    if (!only.length || only.includes(question.name)) await run(question);
  }
}
