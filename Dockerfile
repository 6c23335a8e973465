# One image per service: docker build --build-arg SERVICE=mapper --target service .

FROM node:24.21.0-slim AS build
WORKDIR /ilium
COPY . .
# No install scripts: they fetch what only a developer's machine needs (its own Node, a local PostgreSQL).
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
RUN node node_modules/typescript/bin/tsc -b
RUN node node_modules/vite/bin/vite.js build apps/web

FROM build AS dependencies
ARG SERVICE
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --omit=dev --workspace "apps/${SERVICE}"

FROM node:24.21.0-slim AS service
ARG SERVICE
ENV NODE_ENV=production HTTP_HOST=0.0.0.0 HTTP_PORT=8080
# What this costs and saves, and what takes less memory yet: docs/adr/0032-memory-of-a-service.md.
ENV NODE_OPTIONS=--max-semi-space-size=16
WORKDIR /ilium
COPY --from=dependencies /ilium/node_modules node_modules
COPY --from=dependencies /ilium/libs libs
COPY --from=dependencies /ilium/config config
COPY --from=dependencies /ilium/apps/${SERVICE} apps/service
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "apps/service/dist/main.js"]

# The console also serves the page.
FROM service AS console
ENV WEB_ROOT=/ilium/apps/web/dist
COPY --from=build /ilium/apps/web/dist apps/web/dist

# Runs once, before the services: roles, schemas, topics; and puts the simulated patients on another FHIR server.
FROM service AS provision
COPY --from=build /ilium/package.json package.json
COPY --from=build /ilium/dev/dist dev/dist
HEALTHCHECK NONE
CMD ["node", "--enable-source-maps", "dev/dist/containers/provision.js"]
