PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test setup check lint types campaign campaign-edits campaign-crash campaign-power campaign-faults campaign-damage campaign-migrations campaign-model campaign-night load bench windows windows-short windows-test windows-test-short windows-signatures lock clean

run: setup          ## open the program on a ready training office (without a display: a whole day offscreen)
	@$(BIN)/python -m installer.run

test: setup         ## the whole test suite
	$(BIN)/python -m installer.test

setup: $(READY)     ## virtual environment, locked libraries, system libraries, texts, a training office
	@$(PYTHON) -m installer.system_packages
	@$(BIN)/python -m installer.compile_locale
	@test -e training/office.keys || $(BIN)/hn-desk sample --data training --households 40 --seed 1

$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

check: setup lint types
	$(BIN)/python -m installer.test

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

campaign: setup campaign-crash campaign-power campaign-faults campaign-edits campaign-damage campaign-migrations campaign-model campaign-night  ## every long form (hours)
	CAMPAIGN=1 $(BIN)/python -m pytest -q -n auto tests/packets tests/city/test_orders.py tests/city/test_hostile_files.py tests/actions/test_office_report_figures.py tests/journeys tests/forms tests/imports

campaign-edits: setup   ## 1 000 edits of the log and of confirmed records without an officer's key: all found (N=, SEED=, SABOTAGE=)
	@SABOTAGE=$(if $(filter keys files log,$(SABOTAGE)),,$(SABOTAGE)) $(BIN)/python -m tests.campaigns.log_edits
	@SABOTAGE=$(if $(filter witness,$(SABOTAGE)),,$(SABOTAGE)) $(BIN)/python -m tests.campaigns.confirmed_edits

campaign-crash: setup   ## 2 000 kills of a working office: nothing acknowledged lost (N=, SEED=, SABOTAGE=)
	@$(BIN)/python -m tests.campaigns.crash

campaign-faults: setup  ## each write of each act fails, at every call and byte (N= so many places of each, ACTS=, SEED=, SABOTAGE=)
	@$(BIN)/python -m tests.campaigns.faults

campaign-damage: setup  ## 10 000 flips, zeroed pages and cuts in database and backups: all noticed (N=, SEED=, SABOTAGE=)
	@$(BIN)/python -m tests.campaigns.damage

campaign-migrations: setup  ## each older database upgraded, killed at 200 points: old or new, nothing lost (N=, SEED=, SABOTAGE=)
	@$(BIN)/python -m tests.campaigns.migrations

campaign-model: setup   ## 10 000 schedules of lost, repeated, damaged packets, restored and cloned PCs (N=, SEED=, SABOTAGE=, JOBS=, FIRST=)
	@$(BIN)/python -m tests.campaigns.model

campaign-night: setup   ## 500 kills of a city desk in a night's batch: nothing lost, nothing doubled (N=, SEED=, SABOTAGE=)
	@$(BIN)/python -m tests.campaigns.night

campaign-power: setup   ## 100 000 power cuts on Unix and Windows disks: nothing promised lost (N=, SEED=, SABOTAGE=)
	@$(BIN)/python -m tests.campaigns.power

load: setup         ## a night's batch of 126 offices x 2 000 records beside its peers (N= offices, RECORDS=)
	@$(BIN)/python -m tests.campaigns.load

.PHONY: bundle pictures
bundle: setup       ## the program as one folder for Linux and as a .deb for testers, in build/bundle (PyInstaller, by its own lock)
	@$(BIN)/python -m installer.build_bundle
	@$(BIN)/python -m installer.build_deb

pictures: setup     ## the pictures of docs/cai-dat.md, from the program's own windows
	@$(BIN)/python -m installer.doc_pictures

bench: setup        ## speed beside the peers, ratios printed
	$(BIN)/python -m bench

windows: setup      ## setup and portable zip for Windows PCs, signed, in build/windows/release (about 5 minutes)
	@$(PYTHON) -m installer.system_packages --for-windows
	@$(BIN)/python -m installer.build_layout

windows-short: setup    ## the same, packed quickly instead of small
	@$(PYTHON) -m installer.system_packages --for-windows
	@$(BIN)/python -m installer.build_layout --short

windows-test: setup ## the built setup tried in Wine: about twenty checks, each printed passed or FAILED (an hour)
	@$(BIN)/python -m installer.windows_test

windows-test-short: setup   ## only install, self-check and uninstall
	@$(BIN)/python -m installer.windows_test --short

windows-signatures:     ## the signatures of python.org and Qt on the built tree's files, verified and counted
	@command -v osslsigncode >/dev/null || { echo "apt-get install osslsigncode"; exit 1; }
	@$(BIN)/python -m installer.check_signatures

lock:               ## renew requirements.lock and installer/requirements-win.lock from pyproject.toml, and the bundle's tools
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.lock pyproject.toml
	$(BIN)/python -m installer.windows_lock
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file installer/requirements-bundle.lock installer/requirements-bundle.in

clean:
	rm -rf .venv training build dist .mypy_cache .ruff_cache
