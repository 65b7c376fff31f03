namespace HfEndpoints.Emulator;

/// <summary>What can be done with endpoints, apart from how it is asked for.</summary>
internal sealed class EndpointService(
    EndpointStore store, AccountDirectory accounts, EmulatorClock clock, ServiceAddress address, RandomSource random,
    EmulatorOptions options,
    AuditTrail audit)
{
    private readonly DeploymentPlanner _planner = new(random, options);

    public JsonObject Create(Account owner, JsonObject body)
    {
        SpecValidation.CheckName(body["name"]!.GetValue<string>());
        JsonNode scaling = body["compute"]!["scaling"]!;
        SpecValidation.CheckTimeout(scaling["scaleToZeroTimeout"]?.GetValue<int>());
        EndpointSpec spec = SpecDefaults.Complete(body);
        Refuse.If(!owner.CanPay, () => ServiceException.Forbidden($"Payment method required for namespace: {owner.Name}"));
        return store.Use((records, now) =>
        {
            if (store.Find(owner.Name, spec.Name) is not null)
            {
                throw ServiceException.Conflict($"endpoint '{spec.Name}' already exists in namespace '{owner.Name}'");
            }

            Quotas.Check(records, owner.Name, spec, SpecValidation.Check(spec));
            EndpointRecord record = Add(owner, spec, now);
            record.Life.Deploy(now);
            audit.Add(record, now, "endpointCreated", EndpointView.Redacted(record.Spec).Json);
            return View(record, now);
        });
    }

    /// <summary>Adds an endpoint without the service's checks; the caller decides how its life begins.</summary>
    public EndpointRecord Add(Account owner, EndpointSpec spec, DateTimeOffset now)
    {
        string id = random.ObjectId("endpoint", owner.Name, spec.Name);
        var life = new EndpointLife(id, _planner.Plan(owner.Name, spec), now);
        var record = new EndpointRecord(owner, id, spec, life, accounts.User, now);
        store.Add(record);
        return record;
    }

    public JsonObject Get(string owner, string name) => store.Use(owner, name, View);

    public JsonObject Update(string owner, string name, JsonObject update) => store.Use((records, now) =>
    {
        EndpointRecord record = store.Existing(owner, name);
        EndpointSpec before = record.Spec;
        EndpointSpec after = SpecMerge.Apply(before, update);
        SpecValidation.CheckTimeout(update["compute"]?["scaling"]?["scaleToZeroTimeout"]?.GetValue<int>());
        ComputeOffer offer = SpecValidation.Check(after);
        if (record.Life.State != EndpointState.Paused)
        {
            Quotas.Check(records.Where(other => other != record), owner, after, offer);
        }

        Replace(record, after, now);
        audit.Updated(record, before, now);
        return View(record, now);
    });

    public void Replace(EndpointRecord record, EndpointSpec after, DateTimeOffset now)
    {
        bool rollout = SpecMerge.NeedsRollout(record.Spec, after);
        // Replicas log as what they were deployed as: those up to now have to be known before the specification changes.
        record.SettleLogs(now);
        record.Spec = after;
        Changed(record, now);
        record.Life.Update(now, _planner.Plan(record.Namespace, after), rollout);
    }

    public JsonObject Pause(string owner, string name) => Change(owner, name, (record, now) =>
    {
        record.Life.Pause(now);
        audit.Add(record, now, "endpointPaused");
    });

    public JsonObject Resume(string owner, string name) => store.Use((records, now) =>
    {
        EndpointRecord record = store.Existing(owner, name);
        EndpointLife life = record.Life;
        Refuse.If(
            life.IsConfigurationError || life.State == EndpointState.UpdateFailed,
            () => ServiceException.BadRequest("Endpoint has a configuration error, update it instead"));
        Refuse.If(
            life.State is not (EndpointState.Paused or EndpointState.ScaledToZero or EndpointState.Failed),
            () => ServiceException.BadRequest("Endpoint is already running"));
        Quotas.Check(records.Where(other => other != record), owner, record.Spec, SpecValidation.Check(record.Spec));
        if (life.State == EndpointState.ScaledToZero)
        {
            life.Wake(now);
        }
        else
        {
            life.Deploy(now);
        }

        Changed(record, now);
        audit.Add(record, now, "endpointResumed");
        return View(record, now);
    });

    public JsonObject ScaleToZero(string owner, string name) => Change(owner, name, (record, now) =>
    {
        Refuse.If(
            record.Spec.ScaleToZeroTimeout is null || record.Life.State == EndpointState.Paused,
            () => ServiceException.BadRequest("workload cannot be scaled to zero"));
        record.Life.ScaleToZero(now);
        audit.Add(record, now, "endpointScaledToZero");
    });

    public void Delete(string owner, string name) => store.Remove(owner, name, (record, now) => audit.Add(record, now, "endpointDeleted"));
    public JsonObject View(EndpointRecord record, DateTimeOffset now) => EndpointView.Build(record, now, address);

    private JsonObject Change(string owner, string name, Action<EndpointRecord, DateTimeOffset> change) =>
        store.Use(owner, name, (record, now) =>
        {
            change(record, now);
            Changed(record, now);
            return View(record, now);
        });

    private void Changed(EndpointRecord record, DateTimeOffset now)
    {
        record.UpdatedBy = accounts.User;
        record.UpdatedAt = now;
        record.AgentMessage = null;
        clock.Pulse();
    }
}
