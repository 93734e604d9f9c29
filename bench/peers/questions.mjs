// The questions for the peers that are driven from Node.js.
import fs from 'node:fs';

// Another file of questions may be named by VOUCH_QUESTIONS (watdiv.py writes one).
export const questions = JSON.parse(fs.readFileSync(
  process.env.VOUCH_QUESTIONS ?? new URL('questions.json', import.meta.url)));

export const prefixes = {
  r: 'http://example.org/relation/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
};

// `r:makes`, `company/3`, `"text"` or `<iri>` as N-Triples writes it.
export function termOf(name) {
  if (name.startsWith('"') || name.startsWith('<')) return name;
  const [prefix, rest] = name.split(':');
  return rest ? `<${prefixes[prefix]}${rest}>` : `<http://example.org/${name}>`;
}

// The text with every {term} replaced by what stands for it.
export function withNumbers(text, numberOf) {
  return text.replace(/\{([^{}:]*|"[^"]*"|[a-z]+:[a-z_]+)\}/g, (_, name) => numberOf(termOf(name)));
}

export function median(times) {
  return [...times].sort((a, b) => a - b)[times.length >> 1];
}
