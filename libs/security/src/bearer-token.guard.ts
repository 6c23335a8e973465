import {
  ForbiddenException,
  Inject,
  Injectable,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ACCESS, isAskedAsThisMachine, type Access } from './access.js';

interface Request {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
interface Reply {
  header(name: string, value: string): unknown;
}

/** Lets those through who send the configured bearer token (RFC 6750). How long it takes tells nothing of the token. */
@Injectable()
export class BearerTokenGuard implements CanActivate {
  readonly #key = randomBytes(32);
  readonly #expected: Buffer | undefined;

  constructor(@Inject(ACCESS) private readonly access: Access) {
    this.#expected = access.kind === 'token' ? this.#hashOf(access.token) : undefined;
  }

  /** The variable that the token is configured by. */
  protected get variable(): string {
    return 'API_TOKEN';
  }

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    if (this.access.kind === 'open') return this.#requireThisMachine(http.getRequest<Request>());
    if (this.#expected === undefined) {
      throw new ForbiddenException(`These routes are off: set ${this.variable} in the configuration of the service.`);
    }
    const sent = tokenIn(http.getRequest<Request>().headers['authorization']);
    if (sent !== undefined && timingSafeEqual(this.#hashOf(sent), this.#expected)) return true;
    // RFC 6750, section 3: a request without a token is told no more than the scheme.
    const challenge = sent === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
    http.getResponse<Reply>().header('www-authenticate', challenge);
    throw new UnauthorizedException(
      `Send the token of this service (${this.variable}) as \`Authorization: Bearer …\`.`,
    );
  }

  #requireThisMachine({ headers: { host } }: Request): true {
    if (isAskedAsThisMachine(typeof host === 'string' ? host : undefined)) return true;
    throw new ForbiddenException(
      `Without a token these routes answer this machine alone. Ask as localhost or 127.0.0.1, or set ${this.variable}.`,
    );
  }

  /** Of one length whatever was sent. */
  #hashOf(token: string): Buffer {
    return createHmac('sha256', this.#key).update(token).digest();
  }
}

function tokenIn(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? /^Bearer +(\S+) *$/i.exec(header)?.[1] : undefined;
}
