import { ParametersPipe } from '@ilium/observability';
import type { MeasureReport } from '@medplum/fhirtypes';
import { Controller, Get, Header, Inject, NotFoundException, Param, UseGuards, UsePipes } from '@nestjs/common';
import { z } from 'zod';
import { CountedGuard } from '../api/counted.guard.js';
import { Moments } from '../questions/moments.js';
import { StatementsService } from '../statements/statements.service.js';
import { fhirJson } from './fhir-json.js';
import { measureReportOf } from './measure-report.js';
import { MEASURE_REPORT_SETTINGS, type MeasureReportSettings } from './measure-report-settings.js';

export const publishedId = z.strictObject({
  id: z.uuid('Allowed: the id of a published statement.').describe('Of a published statement.'),
});

/** What was published, for FHIR programs; for everybody, as the statements are. */
@Controller('v1/statements/published')
@UseGuards(CountedGuard)
@UsePipes(new ParametersPipe())
export class MeasureReportsController {
  constructor(
    private readonly statements: StatementsService,
    private readonly moments: Moments,
    @Inject(MEASURE_REPORT_SETTINGS) private readonly settings: MeasureReportSettings,
  ) {}

  @Get(':id/measure-report')
  @Header('content-type', fhirJson)
  async measureReport(@Param({ schema: publishedId }) { id }: z.output<typeof publishedId>): Promise<MeasureReport> {
    const told = await this.moments.read((moment) => this.statements.toldOne(id, moment));
    if (told === undefined) {
      throw new NotFoundException(
        'No statement of this id is published. /v1/statements/published lists those that are.',
      );
    }
    return measureReportOf(told, this.settings);
  }
}
