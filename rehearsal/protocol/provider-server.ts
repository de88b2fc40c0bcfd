import { join } from 'node:path';
import {
  sendUnaryData,
  Server,
  ServerCredentials,
  ServerUnaryCall,
  ServiceDefinition,
  status,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ProviderBehaviour } from '../world/behaviour';
import { Creation } from './applying';
import { diagnostic, problemOf } from './diagnostics';
import { Faults, Interrupted } from './faults';
import { ProviderService, Request } from './provider-service';
import { ProviderSchema } from './schema';
import { Tenant } from '../../access/directory/tenant';
import { World } from '../world/world';

/** One stand-in to serve. */
export interface ServedProvider {
  readonly behaviour: ProviderBehaviour;

  /** Version of the real provider whose schema is served, as in `4.55.0`. */
  readonly version: string;

  /**
   * Its schema, where that is not the extract of the version.
   *
   * @default - the extract
   */
  readonly schema?: ProviderSchema;

  /**
   * Where the real provider is published, as in `registry.terraform.io/azure/azapi`.
   *
   * @default - where HashiCorp publishes its own
   */
  readonly address?: string;
}

/** The schema that a stand-in has. */
export function schemaOf({ behaviour, version, schema }: ServedProvider): ProviderSchema {
  return schema ?? ProviderSchema.load(behaviour.name, version);
}

/** A request, as told to whoever counts them. */
export interface Call {
  readonly provider: string;

  /** Name of the protocol's method, as in `ReadDataSource`. */
  readonly method: string;

  /** Type of the resource or data source, if the method is about one. */
  readonly type?: string;
}

export interface StartProvidersOptions {
  readonly providers: readonly ServedProvider[];
  readonly tenant: Tenant;
  readonly world: World;

  /** @default - nothing goes wrong */
  readonly faults?: Faults;

  /**
   * Told of every request, before it is answered; the answer waits for the promise.
   *
   * @default - nobody is told
   */
  readonly onCall?: (call: Call) => void | Promise<void>;

  /**
   * Told of every object right before it comes into being.
   *
   * @default - nobody is told
   */
  readonly onCreation?: (creation: Creation) => void;
}

/** Stand-in providers that Terraform can be attached to. */
export interface RunningProviders {
  /** Value of the environment variable TF_REATTACH_PROVIDERS. */
  readonly reattach: string;

  /** Ends all connections; resolves when the ports are free. */
  stop(): Promise<void>;
}

type Handler = (request: Request, peer: string) => object | Promise<object>;

/** What protocol 6 calls the methods of protocol 5, where the names differ. */
const RENAMED: Readonly<Record<string, keyof ProviderService>> = {
  GetProviderSchema: 'GetSchema',
  ValidateProviderConfig: 'PrepareProviderConfig',
  ValidateResourceConfig: 'ValidateResourceTypeConfig',
  ValidateDataResourceConfig: 'ValidateDataSourceConfig',
  ConfigureProvider: 'Configure',
  StopProvider: 'Stop',
};

const PROTOCOLS = {
  5: { file: 'provider-protocol.proto', service: 'tfplugin5.Provider', schema: 'GetSchema' },
  6: { file: 'provider-protocol-6.proto', service: 'tfplugin6.Provider', schema: 'GetProviderSchema' },
} as const;

type Protocol = keyof typeof PROTOCOLS;

const UNLIMITED = -1;

const definitions = new Map<Protocol, ServiceDefinition>();
const encodedSchemas = new WeakMap<ProviderSchema, Buffer>();

/**
 * Serves each provider on a port of its own, on the loopback interface only.
 *
 * Any number of Terraform processes may be attached at once. Two versions of one provider cannot be served together:
 * Terraform attaches by name.
 */
export async function startProviders(options: StartProvidersOptions): Promise<RunningProviders> {
  const servers: Server[] = [];
  const entries: Record<string, object> = {};
  for (const provider of options.providers) {
    const { behaviour } = provider;
    const address = provider.address ?? `registry.terraform.io/hashicorp/${behaviour.name}`;
    if (entries[address]) {
      throw new Error(
        `provider '${behaviour.name}' is given twice; Terraform can be attached to one version of it`,
      );
    }
    const schema = schemaOf(provider);
    const { server, port } = await startProvider(behaviour, schema, options);
    servers.push(server);
    entries[address] = reattachEntry(port, schema.protocol);
  }

  return {
    reattach: JSON.stringify({ ...entries, ...forOpenTofu(entries) }),
    stop: async () => {
      await Promise.all(servers.map(shutDown));
    },
  };
}

/** OpenTofu takes providers from a registry of its own; each of the two lets the addresses of the other be. */
function forOpenTofu(entries: Readonly<Record<string, object>>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(entries).map(([address, entry]) => [
      address.replace(/^registry\.terraform\.io\//, 'registry.opentofu.org/'),
      entry,
    ]),
  );
}

function reattachEntry(port: number, protocol: Protocol): object {
  return {
    Protocol: 'grpc',
    ProtocolVersion: protocol,
    Pid: process.pid,
    // A provider under test is left running when Terraform ends.
    Test: true,
    Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
  };
}

async function startProvider(
  behaviour: ProviderBehaviour,
  schema: ProviderSchema,
  { tenant, world, faults = new Faults(), onCall, onCreation }: StartProvidersOptions,
): Promise<{ server: Server; port: number }> {
  const service = new ProviderService({ behaviour, schema, tenant, world, faults, onCreation });
  const server = new Server({
    'grpc.max_receive_message_length': UNLIMITED,
    'grpc.max_send_message_length': UNLIMITED,
  });

  const { protocol } = schema;
  const definition = { ...providerProtocol(protocol) };
  const ofSchema = PROTOCOLS[protocol].schema;
  definition[ofSchema] = { ...definition[ofSchema]!, responseSerialize: () => encodedSchema(schema) };
  const handlers: Record<string, UntypedHandleCall> = {};
  for (const name of Object.keys(definition)) {
    const method = RENAMED[name] ?? (name as keyof ProviderService);
    const handle: Handler = (request, peer) => service[method](request, peer);
    handlers[name] = answering(handle, (type) => onCall?.({ provider: behaviour.name, method, type }));
  }
  server.addService(definition, handlers);

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { server, port };
}

function answering(handle: Handler, tell: (type?: string) => void | Promise<void>): UntypedHandleCall {
  const answer = async (request: Request, peer: string): Promise<object> => {
    await tell(request.type_name || undefined);
    try {
      return await handle(request, peer);
    } catch (error) {
      if (error instanceof Interrupted) {
        throw error;
      }
      return { diagnostics: [diagnostic('ERROR', 'dynamic', problemOf(error))] };
    }
  };

  return (call: ServerUnaryCall<Request, object>, respond: sendUnaryData<object>) => {
    answer(call.request, call.getPeer()).then(
      (response) => respond(null, response),
      (error: Error) => respond({ code: status.UNAVAILABLE, details: error.message }),
    );
  };
}

function providerProtocol(version: Protocol): ServiceDefinition {
  let definition = definitions.get(version);
  if (!definition) {
    const { file, service } = PROTOCOLS[version];
    const root = loadSync(join(__dirname, file), { keepCase: true, longs: Number, defaults: true });
    definition = root[service] as ServiceDefinition;
    definitions.set(version, definition);
  }

  return definition;
}

/** Terraform asks for the schema again and again, and it is by far the largest answer. */
function encodedSchema(schema: ProviderSchema): Buffer {
  let encoded = encodedSchemas.get(schema);
  if (!encoded) {
    const { protocol } = schema;
    encoded = providerProtocol(protocol)[PROTOCOLS[protocol].schema]!.responseSerialize(schema.toMessage());
    encodedSchemas.set(schema, encoded);
  }

  return encoded;
}

async function shutDown(server: Server): Promise<void> {
  server.forceShutdown();
  // Of a server whose calls were cut off this only waits for the port.
  await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
}
