import { hearPushes, type WorkerScope } from './push';

const scope = globalThis as unknown as WorkerScope;
hearPushes(scope);
