// Starts the built program as a demonstration and stops it again.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

/** The program under test: bin/stablefutures, or the one that STABLEFUTURES_BINARY names. */
export const binary = process.env.STABLEFUTURES_BINARY || new URL('../bin/stablefutures', import.meta.url).pathname

async function freePort () {
  const server = createServer()
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, 'localhost', resolve))
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Makes an empty database on the server of a postgres:// address and gives its address. */
function createDatabase (server) {
  const name = `e2e_${process.pid}_${Date.now()}`
  const made = spawnSync('psql', [server, '-qc', `create database ${name}`], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`create a database with psql: ${made.stderr ?? made.error}`)
  const address = new URL(server.replace('@/', '@localhost/')) // a socket's address has no host
  address.pathname = '/' + name
  return address.href.replace('@localhost/', '@/')
}

/**
 * Starts `stablefutures demo --json` on a fresh database and waits until it is ready. With data it works in that folder,
 * which stays; with port it listens there.
 * Gives { url, people, data, database, log(), stop(), kill() }; people is role -> { email, password, totp_secret, recovery_codes }.
 */
export async function startProgram ({ postgres, data: given, port: wanted } = {}) {
  const data = given ?? mkdtempSync(join(tmpdir(), 'stablefutures-e2e-'))
  const port = wanted ?? await freePort()
  const args = ['demo', '--addr', `localhost:${port}`, '--data', data, '--json']
  const database = postgres ? createDatabase(postgres) : join(data, 'demo.db')
  if (postgres) args.push('--database', database)
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  child.stderr.on('data', chunk => { said.push(chunk); if (said.length > 500) said.shift() })
  const log = () => Buffer.concat(said).toString()
  const ended = new Promise(resolve => child.once('exit', (code, signal) => resolve(signal ?? code)))
  const stop = async () => {
    child.kill('SIGTERM')
    const how = await Promise.race([ended, pause(15000, 'late')])
    if (how === 'late') child.kill('SIGKILL')
    if (!given) rmSync(data, { recursive: true, force: true })
    return how
  }
  try {
    const first = await Promise.race([
      new Promise(resolve => createInterface({ input: child.stdout }).once('line', resolve)),
      ended.then(how => { throw new Error(`the program ended (${how}) before it said anything`) }),
      pause(120000).then(() => { throw new Error('the program said nothing for two minutes') })
    ])
    const demo = JSON.parse(first)
    await ready(demo.url, ended)
    return { url: demo.url, people: byRole(demo), data, database, log, stop, kill: () => child.kill('SIGKILL') }
  } catch (err) {
    await stop()
    throw new Error(`${err.message}\n${log()}`)
  }
}

/** Starts `stablefutures serve --dev` on a fresh database: the page of components, which a demonstration does not have. Gives { url, stop() }. */
export async function startComponents (postgres) {
  const data = mkdtempSync(join(tmpdir(), 'stablefutures-e2e-'))
  const port = await freePort()
  const child = spawn(binary, ['serve', '--dev', '--addr', `localhost:${port}`, '--keys', join(data, 'keys'), '--database', postgres ? createDatabase(postgres) : join(data, 'dev.db')], { stdio: 'ignore' })
  const ended = new Promise(resolve => child.once('exit', (code, signal) => resolve(signal ?? code)))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  const url = `http://localhost:${port}`
  await ready(url, ended).catch(async err => { await stop(); throw err })
  return { url, people: {}, stop }
}

/** The demonstration's people by role, whether the program lists them or names them. */
function byRole (demo) {
  const people = demo.roles ?? demo.people ?? demo.accounts
  if (!people) throw new Error('demo --json names no roles')
  return Array.isArray(people) ? Object.fromEntries(people.map(p => [p.role, p])) : people
}

async function ready (url, ended) {
  let over
  ended.then(how => { over = how })
  for (const end = Date.now() + 120000; Date.now() < end; await pause(100)) {
    if (over !== undefined) throw new Error(`the program ended (${over}) before it was ready`)
    const answer = await fetch(new URL('/readyz', url)).catch(() => null)
    if (answer?.status === 200) return
  }
  throw new Error('the program was not ready in two minutes')
}

/** Runs the program's own command line and gives { status, text }; what it says on stderr is part of the text on failure. */
export function command (...args) {
  const ran = spawnSync(binary, args, { encoding: 'utf8', maxBuffer: 1 << 24, timeout: 60000 })
  return { status: ran.status, text: ran.status === 0 ? ran.stdout : `${ran.stdout}${ran.stderr ?? ran.error}` }
}

/** The route table: [{ method, pattern, action }], from `stablefutures routes --json`. */
export function routes () {
  const asked = spawnSync(binary, ['routes', '--json'], { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (asked.status !== 0) throw new Error(`stablefutures routes --json: ${asked.stderr ?? asked.error}`)
  return JSON.parse(asked.stdout)
}

/** Turns a pattern of Go's ServeMux into a test for paths. */
export function matcher (pattern) {
  const source = pattern.replace(/[.+*?^()|[\]\\]/g, '\\$&')
    .replace(/\{\$\}$/, '')
    .replace(/\{[^}]+\\\.\\\.\\\.\}/g, '.*')
    .replace(/\{[^}]+\}/g, '[^/]+')
  const whole = new RegExp(`^${source}${/[^/]\/$/.test(pattern) ? '.*' : ''}$`)
  return path => whole.test(path)
}
