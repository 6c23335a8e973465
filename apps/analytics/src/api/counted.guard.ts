import { Injectable, ServiceUnavailableException, type CanActivate } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isCounted } from '../rollups/rollup-version.js';

/**
 * Lets nobody ask for figures that another release has counted by its own rules: some would be wrong, and none would say so.
 * The facts themselves can be had meanwhile.
 */
@Injectable()
export class CountedGuard implements CanActivate {
  constructor(private readonly dataSource: DataSource) {}

  async canActivate(): Promise<boolean> {
    if (await isCounted(this.dataSource.manager)) return true;
    throw new ServiceUnavailableException(
      'This release counts otherwise than the one before, and all facts are being counted anew: minutes where there are millions. Ask again; /health/ready says how far it is.',
    );
  }
}
