// The global names of a service worker, for the type check alone.
declare const registration: ServiceWorkerRegistration;
declare const clients: Clients;
declare function skipWaiting(): Promise<void>;
declare function addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => unknown): void;
declare function addEventListener(type: "message", listener: (event: ExtendableMessageEvent) => unknown): void;
declare function addEventListener(type: "fetch", listener: (event: FetchEvent) => unknown): void;
