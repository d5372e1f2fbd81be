# Winover's service. The database is another container: docker-compose.yml runs both.

FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/winover
COPY requirements/runtime.txt requirements/
RUN /opt/winover/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/runtime.txt
COPY . .
RUN /opt/winover/bin/python -m app.web.bundle
RUN /opt/winover/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 winover
COPY --from=build /opt/winover /opt/winover
ENV PATH=/opt/winover/bin:$PATH PYTHONUNBUFFERED=1 WINOVER_HOST=0.0.0.0 WINOVER_PORT=8000
WORKDIR /home/winover
USER winover
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 CMD ["python", "-c", "import http.client, os, sys; \
service = http.client.HTTPConnection('127.0.0.1', int(os.environ['WINOVER_PORT']), timeout=4); \
service.request('GET', '/readyz'); \
sys.exit(service.getresponse().status != 200)"]
ENTRYPOINT ["winover"]
CMD ["serve"]
