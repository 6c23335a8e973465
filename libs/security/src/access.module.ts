import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ACCESS, type Access } from './access.js';

/** Gives the guards of all modules the service's `Access`. */
@Global()
@Module({})
export class AccessModule {
  static forRoot(access: Access): DynamicModule {
    return { module: AccessModule, providers: [{ provide: ACCESS, useValue: access }], exports: [ACCESS] };
  }
}
