// An organisation's own sign-in: switched on by an administrator, somebody who was invited comes in by it; and the questions
// about how access was used, one of which is settled.
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

export default async function singleSignOn (h) {
  const idp = await provider()
  try {
    const admin = await h.signedIn('administrator')
    await h.goto(admin, '/administration/single')
    await h.accessible(admin)
    await admin.check('input[name=on]')
    await admin.fill('input[name=issuer]', idp.issuer)
    await admin.fill('input[name=client]', 'stable-futures')
    await admin.fill('input[name=secret]', 'invented')
    await admin.fill('textarea[name=domains]', 'newcomers.example')
    await admin.fill('textarea[name=amr]', 'mfa')
    await h.shots(admin, 'single-settings')
    await h.enter(admin, 'input[name=secret]')
    h.check(await admin.locator('.govuk-error-summary').count() === 0, 'the settings are taken', await admin.locator('main').innerText())
    await h.goto(admin, '/administration/people/new')
    await admin.fill('input[name=name]', 'Nerys Newcomer (invented)')
    await admin.fill('input[name=email]', 'nerys@newcomers.example')
    await admin.check('input[name=roles][value=practitioner]')
    await h.enter(admin, 'input[name=name]')

    const page = await h.page()
    await h.goto(page, '/sign-in/organisation')
    await h.accessible(page)
    await h.valid(page)
    await h.shots(page, 'single-sign-in')
    await page.fill('input[name=email]', 'nerys@newcomers.example')
    await h.enter(page, 'input[name=email]')
    const to = await page.locator('a.govuk-button').getAttribute('href')
    h.check(to.startsWith(idp.issuer), 'the way leads to the provider', to)
    await h.accessible(page, 'going')
    await h.shots(page, 'single-going')
    await h.goto(page, idp.consent(new URL(to).searchParams))
    h.check(!page.url().includes('/sign-in'), 'who was invited is in', await page.locator('main').innerText())

    const manager = await h.signedIn('manager')
    await h.goto(manager, '/watch')
    await h.accessible(manager)
    await h.valid(manager)
    await h.shots(manager, 'watch')
    await Promise.all([manager.waitForNavigation(), manager.locator('#open ~ * a, section[aria-labelledby=open] a').first().click()])
    await h.accessible(manager, 'an alert')
    await manager.check('input[name=outcome][value=explained]')
    await manager.fill('textarea[name=words]', 'Asked. It was a namesake on the duty list.')
    await h.shots(manager, 'alert')
    await Promise.all([manager.waitForNavigation(), manager.locator('main form button').click()])
    h.equal(new URL(manager.url()).pathname, '/watch', 'an alert is settled')
    await h.goto(manager, '/watch/reviews')
    await h.shots(manager, 'reviews')
    await Promise.all([manager.waitForNavigation(), manager.locator('main a[href$="/review"]').first().click()])
    await h.accessible(manager, 'a review')
    await h.shots(manager, 'review')
    for (const keep of await manager.locator('input[value=keep]').all()) await keep.check()
    await Promise.all([manager.waitForNavigation(), manager.locator('main form button').click()])
    h.equal(new URL(manager.url()).pathname, '/watch/reviews', 'a record was gone through')
  } finally {
    idp.close()
  }
}

/** An OpenID provider of the test's own, with a real key. */
async function provider () {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const visits = new Map()
  const b64 = v => Buffer.from(typeof v === 'string' ? v : JSON.stringify(v)).toString('base64url')
  const server = createServer(async (req, res) => {
    const say = (status, v) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(v))
    if (req.url === '/.well-known/openid-configuration') {
      return say(200, { issuer, authorization_endpoint: issuer + '/authorise', token_endpoint: issuer + '/token', jwks_uri: issuer + '/keys', id_token_signing_alg_values_supported: ['RS256'] })
    }
    if (req.url === '/keys') return say(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] })
    let body = ''
    for await (const piece of req) body += piece
    const asked = new URLSearchParams(body)
    const visit = visits.get(asked.get('code'))
    visits.delete(asked.get('code'))
    if (!visit || createHash('sha256').update(asked.get('code_verifier') ?? '').digest('base64url') !== visit.challenge) return say(400, { error: 'invalid_grant' })
    const now = Math.floor(Date.now() / 1000)
    const text = b64({ alg: 'RS256', kid: 'one' }) + '.' + b64({ iss: issuer, aud: 'stable-futures', sub: 'nerys-1', nonce: visit.nonce, iat: now, exp: now + 300, amr: ['mfa'], email: 'nerys@newcomers.example', email_verified: true })
    say(200, { access_token: 'x', token_type: 'Bearer', id_token: text + '.' + createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url') })
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${server.address().port}`
  return {
    issuer,
    close: () => server.close(),
    consent (q) {
      const code = randomUUID()
      visits.set(code, { challenge: q.get('code_challenge'), nonce: q.get('nonce') })
      const back = new URL(q.get('redirect_uri'))
      return `${back.pathname}?code=${code}&state=${encodeURIComponent(q.get('state'))}`
    }
  }
}
