using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace Helios.Actors.Internal;

/// <summary>Calls a constructor.</summary>
internal sealed class ConstructorProducer : ActorProducer
{
    private const DynamicallyAccessedMemberTypes Constructors
        = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors;

    private static readonly ConcurrentDictionary<ConstructorInfo, ConstructorProducer> s_known = new();

    private readonly ConstructorInvoker _invoker;
    private readonly Type _type;

    private ConstructorProducer(ConstructorInfo constructor)
    {
        _type = constructor.DeclaringType!;
        _invoker = ConstructorInvoker.Create(constructor);
    }

    internal override Type ActorType => _type;

    internal static ConstructorProducer For([DynamicallyAccessedMembers(Constructors)] Type type, object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        ConstructorInfo? found = null;
        foreach (ConstructorInfo candidate in type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (Accepts(candidate.GetParameters(), arguments) && (found is null || candidate.IsPublic))
            {
                found = candidate;
            }
        }

        return found is not null
            ? Cached(found)
            : throw new ArgumentException(
                $"{type} has no constructor for ({string.Join(", ", arguments.Select(argument => argument?.GetType().Name ?? "null"))})", nameof(arguments));
    }

    internal static (ActorProducer Producer, object?[] Arguments) From(LambdaExpression factory)
    {
        if (factory.Body is not NewExpression { Constructor: { } constructor } call)
        {
            throw new ArgumentException($"Props.Create needs a constructor call such as () => new Worker(3), not {factory.Body}", nameof(factory));
        }

        object?[] arguments = new object?[call.Arguments.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Evaluate(call.Arguments[i]);
        }

        return (Cached(constructor), arguments);
    }

    internal override ActorBase Produce(object[] arguments) => (ActorBase)(arguments.Length switch
    {
        0 => _invoker.Invoke(),
        1 => _invoker.Invoke(arguments[0]),
        2 => _invoker.Invoke(arguments[0], arguments[1]),
        3 => _invoker.Invoke(arguments[0], arguments[1], arguments[2]),
        _ => _invoker.Invoke(arguments.AsSpan()!),
    });

    private static ConstructorProducer Cached(ConstructorInfo constructor)
        => s_known.GetOrAdd(constructor, static key => new ConstructorProducer(key));

    private static bool Accepts(ParameterInfo[] parameters, object?[] arguments)
    {
        if (parameters.Length != arguments.Length)
        {
            return false;
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            bool fits = arguments[i] is { } argument
                ? type.IsInstanceOfType(argument)
                : !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads constants, captured variables and their members directly; only other expressions are compiled.</summary>
    private static object? Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(member.Expression is null ? null : Evaluate(member.Expression)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(member.Expression is null ? null : Evaluate(member.Expression)),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when !convert.Type.IsValueType => Evaluate(convert.Operand),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)(),
    };
}
