addEventListener("message", (event) => { window.answer = event.data; });
