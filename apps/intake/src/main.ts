import 'reflect-metadata';
import { ProblemFilter, runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { prepareFhirDoor } from './fhir/http/prepare-fhir-door.js';
import { acceptEventBodies } from './rest/events.controller.js';
import { readIntakeConfig } from './config.js';
import { keepRoomForBodies } from './room-for-bodies.js';

/** Of a request to one of the HTTP doors. */
const mostBodyBytes = 16 * 1024 * 1024;

await runService({
  service: 'intake',
  config: readIntakeConfig,
  module: AppModule.forRoot,
  prepare: (app, { config: { sites, access }, logger }) => {
    app.useGlobalFilters(new ProblemFilter(logger));
    acceptEventBodies(app, mostBodyBytes);
    prepareFhirDoor(app, mostBodyBytes);
    keepRoomForBodies(app);
    for (const { name } of sites) logger.info('messages of the site are taken', { site: name });
    if (access.kind === 'open')
      logger.warn('no API_TOKEN is set: whoever is on this machine may use the HTTP interfaces');
    if (access.kind === 'off') logger.warn('no API_TOKEN is set: the HTTP interfaces that need one are off');
  },
});
