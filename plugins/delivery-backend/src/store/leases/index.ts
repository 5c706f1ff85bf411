export * from './DatabaseLeaseStore';
export * from './Lease';
export * from './LeaseManager';
