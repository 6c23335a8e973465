export { AccessModule } from './access.module.js';
export { ACCESS, accessOf, tokenVariables, type Access } from './access.js';
export { BearerTokenGuard } from './bearer-token.guard.js';
