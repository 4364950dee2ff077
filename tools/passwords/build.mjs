// Makes internal/account/common.bin: what the password check refuses without a
// network. Same packages, same bytes.
//
//   cd tools/passwords && npm ci && npm run build     (or: npm run check)
//
// The lists are MIT-licensed (zxcvbn, Dropbox; zxcvbn-ts): passwords found in
// published breaches by frequency, and English words, titles and names that people
// build passwords from. Each entry of four characters or more is folded (NFKC,
// lower case), hashed with SHA-256 and cut to five bytes; the file is those, sorted.
// No password can be read back out of it. A password that is on no list is refused by
// chance about once in ten million look-ups (entries / 2^40).
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '../../internal/account/common.bin')
const require = createRequire(import.meta.url)
const json = name => JSON.parse(readFileSync(join(here, 'node_modules/@zxcvbn-ts', name), 'utf8'))

const lists = [
  ...Object.values(require('zxcvbn/lib/frequency_lists.js')),
  json('language-common/src/passwords.json'),
  json('language-en/src/commonWords.json'),
  json('language-en/src/firstnames.json')
]

const hashes = new Set()
for (const list of lists) {
  for (const entry of list) {
    const folded = String(entry).normalize('NFKC').toLowerCase().trim()
    if ([...folded].length < 4) continue
    hashes.add(createHash('sha256').update(folded).digest('hex').slice(0, 10))
  }
}
const made = Buffer.from([...hashes].sort().join(''), 'hex')
if (process.argv.includes('--check')) {
  if (!made.equals(readFileSync(out))) {
    console.error('internal/account/common.bin is not what the lists give: run "npm run build"')
    process.exit(1)
  }
} else writeFileSync(out, made)
console.log(`${hashes.size} entries, ${made.length} bytes`)
