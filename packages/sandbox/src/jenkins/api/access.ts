import { randomBytes } from 'crypto';
import { Request, RequestHandler, Response } from 'express';

/** The account of the stand-in for Jenkins. */
export const JENKINS_ACCOUNT = {
  username: 'throughline',
  apiToken: 'sandbox-jenkins-token',
  password: 'sandbox-jenkins-password',
};

const VERSION = '2.555.3';

/**
 * Lets in who shows the API token or the password. A password needs a crumb to write, which belongs to its session; an
 * API token does not.
 */
export class Access {
  /** Crumbs by session. */
  readonly #crumbs = new Map<string, string>();

  readonly guard: RequestHandler = (req, res, next) => {
    res.setHeader('X-Jenkins', VERSION);
    const [scheme, encoded = ''] = (req.headers.authorization ?? '').split(' ');
    if (scheme !== 'Basic') {
      refuse(res);
      return;
    }
    const [username, ...rest] = Buffer.from(encoded, 'base64')
      .toString('utf8')
      .split(':');
    const secret = rest.join(':');
    const { apiToken, password } = JENKINS_ACCOUNT;
    if (
      username !== JENKINS_ACCOUNT.username ||
      ![apiToken, password].includes(secret)
    ) {
      res
        .status(401)
        .setHeader('WWW-Authenticate', 'Basic realm="Jenkins"')
        .type('html')
        .send('<html><body>Invalid password/token for user</body></html>');
      return;
    }
    const session = sessionOf(req);
    const crumb = session && this.#crumbs.get(session);
    if (
      req.method === 'POST' &&
      secret === password &&
      (!crumb || req.headers['jenkins-crumb'] !== crumb)
    ) {
      res
        .status(403)
        .type('html')
        .send(
          '<html><body>No valid crumb was included in the request</body></html>',
        );
      return;
    }
    next();
  };

  /** Gives the caller's session a crumb. */
  readonly issueCrumb: RequestHandler = (req, res) => {
    const known = sessionOf(req);
    const session =
      known && this.#crumbs.has(known)
        ? known
        : randomBytes(12).toString('hex');
    const crumb = this.#crumbs.get(session) ?? randomBytes(32).toString('hex');
    this.#crumbs.set(session, crumb);
    res.setHeader('Set-Cookie', `JSESSIONID=${session}; Path=/; HttpOnly`);
    res.json({
      _class: 'hudson.security.csrf.DefaultCrumbIssuer',
      crumb,
      crumbRequestField: 'Jenkins-Crumb',
    });
  };
}

function sessionOf(req: Request): string | undefined {
  return /\bJSESSIONID=(\w+)/.exec(req.headers.cookie ?? '')?.[1];
}

function refuse(res: Response) {
  res
    .status(403)
    .setHeader('X-You-Are-Authenticated-As', 'anonymous')
    .setHeader('X-Required-Permission', 'hudson.model.Hudson.Read')
    .type('html')
    .send('<html><body>Authentication required</body></html>');
}
