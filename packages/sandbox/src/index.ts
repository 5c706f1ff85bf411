export * from './sandbox';
export * from './SandboxOptions';
