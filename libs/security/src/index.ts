export { AccessModule } from './access.module.js';
export { ACCESS, accessOf, tokenVariables, type Access } from './access.js';
export { BearerTokenGuard } from './bearer-token.guard.js';
export { RECORDS_ACCESS, recordsAccessOf, recordsVariables, RecordsTokenGuard } from './records-token.guard.js';
