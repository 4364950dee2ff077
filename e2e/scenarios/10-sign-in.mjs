// The real way in: a wrong password, a wrong code, the right ones, out again, and back with a recovery code.
import { freshCode } from '../totp.mjs'

export default async function signIn (h) {
  const person = h.people.manager
  const page = await h.page()

  await h.goto(page, '/sign-in')
  await looksRight(h, page, 'sign-in')
  await password(h, page, person.email, 'not the password at all')
  await refused(h, page, 'a wrong password')
  await password(h, page, person.email, person.password)

  h.equal(new URL(page.url()).pathname, '/sign-in/second', 'a password alone does not open the door')
  await looksRight(h, page, 'second-factor')
  await page.fill('input[name=code]', '000000')
  await h.enter(page, 'input[name=code]')
  await refused(h, page, 'a wrong code')
  await page.fill('input[name=code]', await freshCode(person.totp_secret))
  await h.enter(page, 'input[name=code]')
  h.check(!page.url().includes('/sign-in'), 'password and code together open it', page.url())

  await signOut(h, page)
  await looksRight(h, page, 'signed-out')
  await h.goto(page, '/people')
  h.equal(new URL(page.url()).pathname, '/sign-in', 'who has signed out is asked to sign in')

  await password(h, page, person.email, person.password)
  await h.goto(page, '/sign-in/recovery')
  await looksRight(h, page, 'recovery')
  await page.fill('input[name=code]', person.recovery_codes[0])
  await h.enter(page, 'input[name=code]')
  h.check(!page.url().includes('/sign-in'), 'a recovery code opens it in place of the phone', page.url())

  await signOut(h, page)
  await h.goto(page, '/sign-in')
  await password(h, page, person.email, person.password)
  await h.goto(page, '/sign-in/recovery')
  await page.fill('input[name=code]', person.recovery_codes[0])
  await h.enter(page, 'input[name=code]')
  await refused(h, page, 'a recovery code used before')
}

async function password (h, page, email, word) {
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', word)
  await h.enter(page, 'input[name=password]')
}

async function signOut (h, page) {
  const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator('form[action="/sign-out"] button').first().click()])
  h.equal(new URL(answer.url()).pathname, '/signed-out', 'signing out says so')
}

async function refused (h, page, what) {
  h.check(await page.locator('.govuk-error-summary').count() === 1, `${what} is refused, and the page says so`, page.url())
  await h.accessible(page, what)
}

async function looksRight (h, page, step) {
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, step)
}
