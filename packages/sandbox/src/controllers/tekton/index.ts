export * from './startTekton';
