// The pact between the app and the engine: every interaction of its table, gone through by the contract's own app.
import { callAsApp } from './app-consumer.ts';
import { appInteractions } from './app-interactions.ts';
import { ENGINE } from './issuer-pact.ts';
import { PactFile } from './pact-file.ts';

export const APP = 'banknet-app';

/** Writes the pact into this folder. @throws where the app could not read what the table says */
export const writeAppPact = (folder: string): Promise<void> =>
  PactFile.write({ consumer: APP, provider: ENGINE, folder }, async (file) => {
    for (const interaction of appInteractions()) await file.addHttp(interaction, (url) => callAsApp(url, interaction));
  });
