/** Published images, for machines with a Docker engine and nothing nearer. */
const IMAGES = { kafka: 'apache/kafka:4.4.0', postgres: 'postgres:18.4' };

/** A container of ours: loopback only, gone with this process (Testcontainers' own reaper sees to that). */
export interface ContainerSpec {
  readonly image: keyof typeof IMAGES;
  readonly containerPort: number;
  readonly port: number;
  readonly environment: Record<string, string>;
  readonly command: readonly string[];
  /** A named volume and its place in the container; none: the data goes with the container. */
  readonly volume?: { readonly name: string; readonly path: string } | undefined;
  /** What says that it takes clients: a line of its log, or a command inside that succeeds. */
  readonly ready: RegExp | string;
}

/** Asks the daemon: a Docker client without one is no engine. */
export async function dockerAnswers(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}

/** Starts a container and returns how to stop it. */
export async function startContainer(spec: ContainerSpec): Promise<() => Promise<void>> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = new GenericContainer(IMAGES[spec.image])
    .withExposedPorts({ container: spec.containerPort, host: spec.port })
    .withEnvironment(spec.environment)
    .withCommand([...spec.command])
    .withBindMounts(spec.volume ? [{ source: spec.volume.name, target: spec.volume.path, mode: 'rw' }] : [])
    .withWaitStrategy(
      typeof spec.ready === 'string' ? Wait.forSuccessfulCommand(spec.ready) : Wait.forLogMessage(spec.ready),
    )
    .withStartupTimeout(300_000);
  const started = await container.start();
  return async () => {
    await started.stop({ timeout: 10_000 });
  };
}

/** Removes a named volume, if it is there. */
export async function removeVolume(name: string): Promise<void> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient();
  await client.container.dockerode
    .getVolume(name)
    .remove()
    .catch(() => undefined);
}
