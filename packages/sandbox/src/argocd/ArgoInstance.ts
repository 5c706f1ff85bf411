import type { Repositories } from '../git/Repositories';
import type { ApplicationSets } from '../controllers/argo/ApplicationSets';
import type { ArgoController } from '../controllers/argo/ArgoController';
import type { Sessions } from './Sessions';

/** What the API of one Argo CD instance serves. */
export interface ArgoInstance {
  name: string;
  controller: ArgoController;
  sets: ApplicationSets;
  sessions: Sessions;
  repositories: Repositories;
  /** The clusters that it knows as destinations. */
  destinations: { name: string; server: string }[];
}
