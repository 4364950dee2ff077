// Somebody new: invited by an administrator, they set up their own way in with a passkey, add an authenticator app
// later, sign in with the passkey alone as second factor, and take the app away again.
import { codeAt } from '../totp.mjs'
import { look } from '../talk.mjs'

const email = 'perpetua.saltmarsh@larkmoor.example'
const password = 'eleven herons over the salt marsh'

export default async function firstWayIn (h) {
  const code = await invite(h)
  const page = await h.page()
  await passkeys(page)
  const see = step => look(h, page, step, ['desktop', 'narrow'])
  await enrol(h, page, code, see)
  await h.goto(page, '/promises')
  h.equal(new URL(page.url()).pathname, '/promises', 'who has set up their sign-in can work')
  await addApp(h, page, see)
  await signInWithPasskey(h, page)
  await removeApp(h, page, see)
}

async function invite (h) {
  const admin = await h.signedIn('administrator')
  await h.goto(admin, '/administration/people/new')
  await look(h, admin, 'invite', ['desktop', 'narrow'])
  await admin.fill('input[name=name]', 'Perpetua Saltmarsh (invented)')
  await admin.fill('input[name=email]', email)
  await admin.check('input[name=roles][value=practitioner]')
  await h.submit(admin)
  await look(h, admin, 'code', ['desktop', 'narrow'])
  return (await admin.locator('main code').innerText()).trim()
}

/** Gives the browser a key of its own, as a telephone with a fingerprint is. */
async function passkeys (page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }
  })
}

async function enrol (h, page, code, see) {
  await h.goto(page, '/enrol')
  await page.fill('input[name=code]', code)
  await h.enter(page, 'input[name=code]')
  await page.fill('input[name=password]', 'password1')
  await h.enter(page, 'input[name=password]')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'a password from the list of common ones is refused')
  await see('enrol-password')
  await page.fill('input[name=password]', password)
  await h.enter(page, 'input[name=password]')
  await see('enrol-factor')
  await page.check('input[name=factor][value=app]')
  await h.submit(page)
  await see('enrol-app')
  await h.goto(page, '/enrol/factor')
  await page.check('input[name=factor][value=passkey]')
  await h.submit(page)
  await see('enrol-passkey')
  await h.follow(page, page.locator('form[data-passkey] button'))
  h.check(page.url().endsWith('/enrol/codes'), 'a passkey is made by the browser', page.url())
  await see('enrol-codes')
  h.check(await page.locator('#codes li').count() >= 8, 'recovery codes are shown, once')
  await page.check('input[name=kept]')
  await h.submit(page)
}

async function addApp (h, page, see) {
  await h.goto(page, '/account/prove')
  await see('prove')
  await h.goto(page, '/account')
  await h.follow(page, page.locator('form[action="/account/app/new"] button'))
  if (page.url().includes('/account/prove')) {
    await page.fill('input[name=password]', password)
    await h.enter(page, 'input[name=password]')
    if (!await page.locator('input[name=code]').count()) await h.submit(page)
  }
  await see('own-app')
  const secret = (await page.locator('main code').first().innerText()).replace(/\s/g, '')
  await page.fill('input[name=code]', codeAt(secret, Math.floor(Date.now() / 30000)))
  await h.enter(page, 'input[name=code]')
  h.equal(new URL(page.url()).pathname, '/account', 'an authenticator app is added beside the passkey')
}

async function signInWithPasskey (h, page) {
  await h.follow(page, page.locator('form[action="/sign-out"] button'))
  await h.goto(page, '/sign-in')
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await h.enter(page, 'input[name=password]')
  await h.follow(page, page.locator('form[data-passkey] button'))
  h.check(!page.url().includes('/sign-in'), 'the passkey is the second factor', page.url())
}

async function removeApp (h, page, see) {
  await h.goto(page, '/account')
  const remove = page.locator('a[href$="/remove"]')
  const before = await remove.count()
  await h.follow(page, remove)
  await see('remove-factor')
  await h.submit(page)
  if (page.url().includes('/account/prove')) {
    await page.fill('input[name=password]', password)
    await h.enter(page, 'input[name=password]')
    if (page.url().endsWith('/remove')) await h.submit(page)
  }
  await h.goto(page, '/account')
  h.equal(await remove.count() < before, true, 'a factor is taken away again')
}
