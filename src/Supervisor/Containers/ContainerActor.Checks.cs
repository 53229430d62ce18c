using Akka.Actor;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <content>What the health actor is told and tells.</content>
internal partial class ContainerActor
{
    private const string HealthName = "health";

    /// <summary>Lets the health actor watch this run, if there is something to watch.</summary>
    private void WatchRun()
    {
        ContainerRun run = _holder.Run!;
        bool asks = run.Member.Readiness is ReadinessSpec.TcpPort or ReadinessSpec.Command && !run.SaidReady;
        if ((_holder.Member.Health is null && !asks) || _holder.State != ContainerState.Running)
        {
            return;
        }

        IActorRef health = Context.Child(HealthName);
        if (health.IsNobody())
        {
            health = Context.ActorOf(_parts.HealthProps(_parts), HealthName);
        }

        if (_holder.Member.Health is { } spec && run.Health == Health.None)
        {
            run.Health = spec.StartPeriod > TimeSpan.Zero ? Health.Starting : Health.None;
        }

        health.Tell(new HealthActor.Watch(run.Number, run.Container!, run.Member with { Health = _holder.Member.Health }, run.Executed!.Value, run.Health, run.SaidReady));
    }

    private void RestChecks()
    {
        IActorRef health = Context.Child(HealthName);
        if (!health.IsNobody())
        {
            health.Tell(new HealthActor.Rest());
        }
    }

    private void OnHealthChanged(HealthActor.HealthChanged changed)
    {
        if (changed.Run != _holder.Run?.Number || _holder.State != ContainerState.Running)
        {
            return;
        }

        _holder.Run.Health = changed.Health;
        if (changed.Health != Health.Unhealthy || _holder.Member.Health is not { } spec)
        {
            return;
        }

        Warn($"unhealthy: {changed.Reason}");
        if (spec.OnUnhealthy == UnhealthyAction.Stop)
        {
            _holder.Wish = _holder.Wish with { Kind = WishKind.Down, By = "the health check" };
        }

        if (spec.OnUnhealthy != UnhealthyAction.Report)
        {
            Halt(new StopOrder(
                $"the health check ({changed.Reason})",
                spec.OnUnhealthy == UnhealthyAction.Restart ? AfterStop.Decide : AfterStop.StayDown,
                _holder.Member.Container.StopGrace));
        }
    }

    private void OnBecameReady(HealthActor.BecameReady ready)
    {
        if (ready.Run == _holder.Run?.Number && _holder.State == ContainerState.Running)
        {
            SayReady();
        }
    }
}
