namespace Helios.Actors.Setup;

/// <summary>Programmatic settings of a system, one object for each type.</summary>
public abstract class Setup
{
    /// <summary>These settings together with others.</summary>
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}
