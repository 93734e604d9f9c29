// usage: node kuzu.mjs DIR load | node kuzu.mjs DIR run [QUESTION…]; needs kuzu in DIR, and for loading @duckdb/node-api.
// A node table for the terms and a relationship table for each predicate, as Kùzu wants its graphs; the files it copies
// from are written by DuckDB from the numbered TSV.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

import {median, questions, termOf, withNumbers} from './questions.mjs';

const [dir, command, ...only] = process.argv.slice(2);
const require = createRequire(path.resolve(dir) + '/');
const kuzu = require('kuzu');
const file = path.join(dir, 'graph.kuzu');

function open() {
  const database = new kuzu.Database(file, 6 * 2 ** 30);
  return new kuzu.Connection(database, 2);
}

// http://example.org/relation/makes → r_makes
function tableOf(predicate) {
  const [, space, name] = predicate.match(/^<.*[/](relation|[^/]*#)?[/]?([^/#>]*)>$/) ?? [];
  const prefix = predicate.includes('rdf-syntax') ? 'rdf' : predicate.includes('rdf-schema') ? 'rdfs' : 'r';
  return space === undefined && !name ? undefined : `${prefix}_${name}`;
}

async function splitByPredicate() {
  const {DuckDBInstance} = require('@duckdb/node-api');
  const db = await (await DuckDBInstance.create(':memory:', {threads: '2', memory_limit: '6GB'})).connect();
  const tsv = (name, columns) => `read_csv('${dir}/${name}.tsv', delim='\t', header=false, quote='', escape='',
    columns=${columns})`;
  await db.run(`create table terms as
    select * from ${tsv('terms', "{'id': 'BIGINT', 'term': 'VARCHAR', 'num': 'BIGINT'}")}`);
  await db.run(`create table t as
    select distinct * from ${tsv('triples', "{'s': 'BIGINT', 'p': 'BIGINT', 'o': 'BIGINT'}")}`);
  await db.run(`copy terms to '${dir}/terms.parquet' (format parquet)`);
  const found = await db.runAndReadAll('select id, term from terms where id in (select distinct p from t)');
  const predicates = found.getRows().map(([id, term]) => ({id, table: tableOf(term)}));
  for (const {id, table} of predicates)
    await db.run(`copy (select s, o from t where p = ${id} order by s, o) to '${dir}/${table}.parquet' (format parquet)`);
  return predicates.map(predicate => predicate.table);
}

async function load() {
  const tables = await splitByPredicate();
  fs.rmSync(file, {force: true, recursive: true});
  const begin = Date.now();
  const db = open();
  await db.query('create node table Term(id int64 primary key, term string, num int64)');
  await db.query(`copy Term from '${dir}/terms.parquet'`);
  for (const table of tables) {
    await db.query(`create rel table ${table}(from Term to Term)`);
    await db.query(`copy ${table} from '${dir}/${table}.parquet'`);
  }
  await db.query('checkpoint');
  console.log(`${(Date.now() - begin) / 1000} s, ${fs.statSync(file).size} bytes`);
}

// Constants are looked up by a table of our own, before the clock starts: Kùzu has no index on `term`.
function numbers() {
  const wanted = new Set();
  for (const question of questions) {
    for (const place of question.cypher.matchAll(/\{id: \{([^}]*)\}\}/g)) wanted.add(termOf(place[1]));
  }
  const found = new Map();
  for (const line of fs.readFileSync(path.join(dir, 'terms.tsv'), 'utf8').split('\n')) {
    const [id, term] = line.split('\t');
    if (wanted.has(term)) found.set(term, id);
  }
  return found;
}

async function run(db, question, found) {
  const text = withNumbers(question.cypher, term => found.get(term));
  const times = [];
  let answer;
  try {
    while (times.length < 7 && times.reduce((a, b) => a + b, 0) < 10000) {
      const begin = process.hrtime.bigint();
      const result = await db.query(text);
      const rows = await result.getAll();
      times.push(Number(process.hrtime.bigint() - begin) / 1e6);
      answer = rows.length === 1 ? Object.values(rows[0])[0] : `${rows.length} rows`;
      result.close();
    }
    console.log([question.name, answer, median(times).toFixed(3)].join('\t'));
  } catch (error) {
    console.log([question.name, String(error.message).slice(0, 60), '-'].join('\t'));
  }
}

if (command === 'load') {
  await load();
} else {
  const db = open();
  await db.query('call timeout=60000');
  const found = numbers();
  for (const question of questions) {
    if (!only.length || only.includes(question.name)) await run(db, question, found);
  }
}
