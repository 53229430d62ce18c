namespace Helios.Actors.Setup;

/// <summary>The settings with which a system starts.</summary>
public sealed class ActorSystemSetup
{
    /// <summary>None.</summary>
    public static readonly ActorSystemSetup Empty = new([]);

    private readonly Dictionary<Type, Setup> _setups;

    private ActorSystemSetup(Dictionary<Type, Setup> setups) => _setups = setups;

    /// <summary>Collects settings; of one type the last counts.</summary>
    public static ActorSystemSetup Create(params Setup[] setup)
    {
        Dictionary<Type, Setup> setups = [];
        foreach (Setup each in setup)
        {
            setups[each.GetType()] = each;
        }

        return new ActorSystemSetup(setups);
    }

    /// <summary>Adds or replaces settings.</summary>
    public ActorSystemSetup WithSetup<T>(T setup)
        where T : Setup => new(new Dictionary<Type, Setup>(_setups) { [setup.GetType()] = setup });

    /// <summary>Adds or replaces settings.</summary>
    public ActorSystemSetup And<T>(T setup)
        where T : Setup => WithSetup(setup);

    /// <summary>The settings of a type, null when there are none.</summary>
    internal T? Get<T>()
        where T : Setup => (T?)_setups.GetValueOrDefault(typeof(T));
}
